/** Requests whose connection was lost and which Zoho carries out minutes later. */
import type { SandboxClock } from './world';

export interface LateRequests {
  add(dueAt: number, apply: () => Promise<void>): void;
  /** Carries out whatever is due, in the order of its due time. Whoever calls meanwhile waits for the same. */
  settle(): Promise<void>;
}

export function createLateRequests(clock: SandboxClock): LateRequests {
  const waiting: { readonly dueAt: number; readonly apply: () => Promise<void> }[] = [];
  let settling: Promise<void> | null = null;

  async function run(): Promise<void> {
    for (
      let next = waiting[0];
      next !== undefined && next.dueAt <= clock.now();
      next = waiting[0]
    ) {
      waiting.shift();
      await next.apply();
    }
  }

  return {
    add(dueAt, apply) {
      const place = waiting.findIndex((each) => each.dueAt > dueAt);
      waiting.splice(place < 0 ? waiting.length : place, 0, { dueAt, apply });
    },
    async settle() {
      if (settling === null && (waiting[0]?.dueAt ?? Number.POSITIVE_INFINITY) > clock.now())
        return;
      settling ??= run().finally(() => {
        settling = null;
      });
      await settling;
    },
  };
}
