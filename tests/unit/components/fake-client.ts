import type { Answer } from '../../../sync/protocol';
import type { Client, Notice } from '../../../components/state/client';

interface Asked {
  readonly name: string;
  readonly data: unknown;
  /** Answers this question. */
  answer(value: unknown): Promise<void>;
  fail(message: string): Promise<void>;
  /** Breaks the channel. */
  break(): Promise<void>;
}

/** A client whose questions are answered by hand, in any order. */
export function fakeClient() {
  const asked: Asked[] = [];
  const listeners = new Set<(notice: Notice) => void>();
  const settle = (): Promise<void> => new Promise((done) => setTimeout(done));
  const client: Client = {
    ask: (name, data) =>
      new Promise((resolve, reject) => {
        const answer = (result: Answer<unknown>): Promise<void> => {
          resolve(result as never);
          return settle();
        };
        asked.push({
          name,
          data,
          answer: (value) => answer({ ok: true, value }),
          fail: (message) =>
            answer({ ok: false, problem: { code: 'test', kind: 'transient', message } }),
          break: () => {
            reject(new Error('gone'));
            return settle();
          },
        });
      }),
    listen(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  return {
    client,
    asked,
    /** The last question of that name. */
    last(name: string): Asked {
      const found = asked.findLast((each) => each.name === name);
      if (found === undefined) throw new Error(`nobody asked ${name}`);
      return found;
    },
    count: (name: string): number => asked.filter((each) => each.name === name).length,
    notify: (topic: Notice['topic'], subject: string | null = null): void =>
      listeners.forEach((listener) => listener({ topic, subject })),
    settle,
  };
}
