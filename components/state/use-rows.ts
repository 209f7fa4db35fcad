/** A long list's rows, fetched a part at a time as they come into sight. */
import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import type { Rows } from '../../sync/protocol/administration';
import type { Answer } from '../../sync/protocol';
import { pauses } from './asking-again';

/** Rows. Three screens of a list; the first one waits for as few as that. */
export const partSize = 50;

export interface RowsQuery<T> {
  readonly of: number;
  /** Whether `of` was answered yet. */
  readonly known: boolean;
  readonly row: (index: number) => T | undefined;
  readonly onSight: (from: number, to: number) => void;
}

/** `key` names the list and its state: another one is fetched anew, and shown until then as it was. */
export function useRows<T>(
  key: string,
  fetch: (offset: number, limit: number) => Promise<Answer<Rows<T>>>,
): RowsQuery<T> {
  const [, draw] = useState(0);
  const held = useRef({ parts: new Map<number, readonly T[]>(), of: -1 });
  const asked = useRef({ key: '', parts: new Set<number>() });
  const sight = useRef({ from: 0, to: partSize });
  const latest = useRef<string | null>(key);
  latest.current = key;
  const later = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const pause = useRef<number>(pauses.first);
  const look = useRef((): void => undefined);

  const take = async (part: number): Promise<void> => {
    const answer = await fetch(part * partSize, partSize);
    if (latest.current !== key) return;
    if (!answer.ok) {
      asked.current.parts.delete(part);
      later.current ??= setTimeout(() => {
        later.current = undefined;
        look.current();
      }, pause.current);
      pause.current = Math.min(pauses.most, pause.current * 2);
      return;
    }
    pause.current = pauses.first;
    held.current.parts.set(part, answer.value.rows);
    held.current.of = answer.value.of;
    draw((turn) => turn + 1);
  };
  const onSight = useCallback(
    (from: number, to: number): void => {
      sight.current = { from, to };
      if (asked.current.key !== key) asked.current = { key, parts: new Set() };
      const last = Math.max(from, to - 1);
      for (let part = Math.floor(from / partSize); part <= Math.floor(last / partSize); part++) {
        if (asked.current.parts.has(part)) continue;
        asked.current.parts.add(part);
        void take(part);
      }
    },
    [key],
  );
  look.current = () => onSight(sight.current.from, sight.current.to);
  useEffect(() => look.current(), [onSight]);
  useEffect(
    () => () => {
      latest.current = null;
      clearTimeout(later.current);
    },
    [],
  );

  return {
    of: Math.max(0, held.current.of),
    known: held.current.of >= 0,
    row: (index) => held.current.parts.get(Math.floor(index / partSize))?.[index % partSize],
    onSight,
  };
}
