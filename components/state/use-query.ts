/** A question that a screen keeps asking: at first, when its data changes, and when told of news. */
import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import type { Topic } from '../../sync/protocol';
import type { Problem } from '../../sync/types';
import { pauses } from './asking-again';
import { ask, type Client, type Questions, type Value } from './client';

/** ms. News come with every record of a run; a list that is being read changes less often. */
const newsMs = 500;

export interface Query<T> {
  /** The last answer, kept while the next one is awaited. */
  readonly value: T | null;
  /** Whether `value` answers the data asked with now. */
  readonly fresh: boolean;
  /** Why the last question has no answer. */
  readonly problem: Problem | null;
  /** Grows with every further answer to the same data: what was read beside it may be out of date. */
  readonly news: number;
  readonly again: () => void;
  /** The same; resolves with the answer, or when a later question has overtaken this one. */
  readonly reread: () => Promise<void>;
}

export function useQuery<K extends keyof Questions>(
  client: Client,
  name: K,
  data: Parameters<Questions[K]>[0],
  topics: readonly Topic[] = ['status'],
  /** False while what it asks with is not known: it is not asked yet. */
  isDue = true,
): Query<Value<K>> {
  const [state, setState] = useState<{
    /** What `value` answers. */
    readonly key: string;
    readonly value: Value<K> | null;
    readonly problem: Problem | null;
    readonly news: number;
  }>({ key: '', value: null, problem: null, news: 0 });
  const key = JSON.stringify(data ?? null);
  const turn = useRef(0);
  const later = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const pause = useRef<number>(pauses.first);
  const heard = useRef(topics);
  heard.current = topics;

  const look = useCallback(async (): Promise<void> => {
    const mine = ++turn.current;
    clearTimeout(later.current);
    const answer = await ask(client, name, data);
    if (mine !== turn.current) return;
    if (answer.ok) pause.current = pauses.first;
    else if (answer.problem.code === 'screen.unreachable') {
      // Nobody has looked: the worker was stopped meanwhile. Other problems may cost calls again.
      later.current = setTimeout(() => void look(), pause.current);
      pause.current = Math.min(pauses.most, pause.current * 2);
    }
    setState((before) =>
      answer.ok
        ? {
            key,
            value: answer.value,
            problem: null,
            news: before.key === key ? before.news + 1 : before.news,
          }
        : { ...before, problem: answer.problem },
    );
  }, [client, name, key]);

  useEffect(() => {
    if (!isDue) return undefined;
    void look();
    let timer: ReturnType<typeof setTimeout> | undefined;
    let lookedAt = 0;
    const stop = listen(client, (topic) => {
      if (!heard.current.includes(topic)) return;
      timer ??= setTimeout(
        () => {
          timer = undefined;
          lookedAt = performance.now();
          void look();
        },
        // The first news at once; of many, only so many.
        Math.max(0, lookedAt === 0 ? 0 : lookedAt + newsMs - performance.now()),
      );
    });
    return () => {
      turn.current++;
      clearTimeout(later.current);
      clearTimeout(timer);
      stop();
    };
  }, [look, isDue]);

  return {
    value: state.value,
    fresh: state.key === key,
    problem: state.problem,
    news: state.news,
    again: () => void look(),
    reread: look,
  };
}

const listeners = new WeakMap<Client, Set<(topic: Topic) => void>>();

/** The channel takes one listener; the page's own store holds it and passes the news on. */
export function spread(client: Client, topic: Topic): void {
  for (const listener of listeners.get(client) ?? []) listener(topic);
}

function listen(client: Client, listener: (topic: Topic) => void): () => void {
  const all = listeners.get(client) ?? new Set();
  listeners.set(client, all.add(listener));
  return () => void all.delete(listener);
}
