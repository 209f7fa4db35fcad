/** Plans everything that waits, without carrying out any of it (SYN-10). */
import { kinds, type Kind, type Side } from '../types';
import type { PlannedRow, PreviewHandle } from '../types/runs';
import type { LinkAction } from '../core/action';
import { digest } from '../core/digest';
import { callMsOf } from '../core/estimate';
import { needRow } from '../core/need';
import { planPairs } from '../core/plan';
import { isDecided, previewRow } from '../core/preview';
import { gather } from './planning';
import { pageSize } from './pool';
import type { RunContext } from './run-context';

type Counts = Map<string, PreviewHandle['counts'][number]>;

/**
 * Stores the plan of every dirty pair as pages of rows and gives its handle. The pairs stay as they
 * are; the run ends with its plan. A link brings the writes with it that follow from it; what
 * follows from other writes (a contact's account that is only now created) is planned when it is
 * due. Records that the plan leaves to a person are listed, once each, and bind nobody.
 */
export async function planAhead(
  context: RunContext,
  active: readonly Kind[],
): Promise<PreviewHandle> {
  const { clock } = context.ports;
  const counts: Counts = new Map();
  const credits: Record<Side, number> = { desk: 0, crm: 0 };
  let hash = digest(JSON.stringify([context.epoch, context.config.version]));
  let rows = 0;
  let pages = 0;
  const needs = new Map<Kind, number>();
  const { startedAt, calls } = context.run();
  const callMs = callMsOf(clock.now() - startedAt, calls);
  await context.commit({ preview: null }, 'fence');
  for (const kind of kinds.filter((one) => active.includes(one))) {
    // One memory over all pages, as carrying out has in the store.
    const shared = { taken: new Set<string>(), claimed: new Set<string>() };
    let after: string | null = null;
    const of = (await context.ports.store.counts(kind)).dirty;
    let done = 0;
    for (;;) {
      context.progress({ phase: 'apply', kind, progress: { done: Math.min(done, of), of } });
      const page: PlannedPage = await pageOf(context, kind, after, shared);
      if (page.planned === 0) break;
      after = page.next;
      done += page.planned;
      for (const row of page.rows) {
        if (row.action === 'need') {
          needs.set(kind, (needs.get(kind) ?? 0) + 1);
          continue;
        }
        rows++;
        hash = digest(`${hash} ${row.digest}`);
        if (row.side) credits[row.side] += row.credits;
        const name = `${row.kind}/${row.action}/${row.side ?? ''}`;
        const { action, side } = row;
        const records = (counts.get(name)?.records ?? 0) + 1;
        counts.set(name, { kind, action, side, records });
      }
      if (page.rows.length > 0)
        await context.commit({ previewRows: [{ page: pages++, rows: page.rows }] }, 'fence');
    }
  }
  const handle: PreviewHandle = {
    hash,
    configVersion: context.config.version,
    at: clock.now(),
    rows,
    pages,
    counts: [...counts.values()],
    needs: [...needs].map(([kind, records]) => ({ kind, records })),
    callMs,
    credits: { desk: Math.ceil(credits.desk), crm: Math.ceil(credits.crm) },
  };
  // Made and over in one: a worker that dies here leaves no run that somebody would have to end.
  context.progress({ phase: 'done', kind: null, endedAt: clock.now() });
  await context.commit({ preview: handle, control: { retry: null } }, 'fence');
  return handle;
}

interface PlannedPage {
  readonly planned: number;
  readonly next: string | null;
  readonly rows: readonly PlannedRow[];
}

async function pageOf(
  context: RunContext,
  kind: Kind,
  after: string | null,
  shared: { readonly taken: Set<string>; readonly claimed: Set<string> },
): Promise<PlannedPage> {
  const { config } = context;
  const { pairs, next } = await context.ports.store.dirtyPairs(kind, after, pageSize);
  const planContext = { ...(await gather(context, kind, pairs)), ...shared };
  const { actions } = planPairs(pairs, planContext, config);
  const byKey = new Map(pairs.map((pair) => [pair.key, pair]));
  const links = actions.filter((one): one is LinkAction => one.type === 'link');
  const joined = links.map((one) => one.pair).filter((pair) => pair.dirty);
  for (const { pair } of links) byKey.set(pair.key, pair);
  const followed =
    joined.length === 0
      ? []
      : planPairs(joined, await gather(context, kind, joined), config).actions;
  const rows: PlannedRow[] = [];
  const needs = new Map<string, PlannedRow>();
  for (const action of [...actions, ...followed]) {
    const pair = byKey.get(action.pairKey);
    if (!pair) continue;
    if (isDecided(action)) rows.push(previewRow(action, pair, config));
    const need = needRow(action, pair);
    if (need && !needs.has(pair.key)) needs.set(pair.key, need);
  }
  return { planned: pairs.length, next, rows: [...rows, ...needs.values()] };
}
