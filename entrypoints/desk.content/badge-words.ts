/** What the background said of tickets: one word each, asked for in lots and kept for a while. */
import { sendMessage } from '../../sync/browser/messaging';
import type { TypeWord } from '../../sync/protocol/handshake';
import type { Evidence } from './ticket-rows';

/** ms. Types change a few times a day; who has none may be asked about again. */
const keptFor = 120_000;
const emptyFor = 20_000;
/** ms. With no badges for this agent, how long until the next question. */
const offFor = 60_000;
const mostKept = 2000;
/** Of one question; the background takes no more. */
const mostRows = 100;
const mostMaybe = 500;

interface Kept {
  readonly word: TypeWord | null;
  readonly at: number;
}

export interface Words {
  /** Null: none is known, or more than one may be meant. */
  of(evidence: Evidence): TypeWord | null;
  /** Asks for what is not known, or not lately. */
  want(all: readonly Evidence[]): void;
}

/** `onChange` when an answer has come. */
export function createWords(onChange: () => void): Words {
  const kept = new Map<string, Kept>();
  let asking = false;
  let offUntil = 0;

  const isDue = (key: string): boolean => {
    const known = kept.get(key);
    return (
      known === undefined || Date.now() - known.at > (known.word === null ? emptyFor : keptFor)
    );
  };

  function keep(
    keys: readonly string[],
    words: Readonly<Record<string, TypeWord>>,
    mark = '',
  ): void {
    for (const key of keys) kept.set(mark + key, { word: words[key] ?? null, at: Date.now() });
    for (const key of kept.keys()) {
      if (kept.size <= mostKept) break;
      kept.delete(key);
    }
  }

  async function ask(all: readonly Evidence[]): Promise<void> {
    const ids = all.flatMap(({ id }) => (id !== null && isDue(id) ? [id] : []));
    const maybe = all.flatMap(({ maybe: some }) => some.filter(isDue));
    const numbers = all.flatMap(({ number }) =>
      number !== null && isDue(`#${number}`) ? [number] : [],
    );
    const asked = {
      address: location.href,
      ids: [...new Set(ids)].slice(0, mostRows),
      maybe: [...new Set(maybe)].slice(0, mostMaybe),
      numbers: [...new Set(numbers)].slice(0, mostRows),
    };
    if (asked.ids.length + asked.maybe.length + asked.numbers.length === 0) return;
    const answer = await sendMessage('host.types', asked).catch(() => null);
    if (answer?.ok !== true) {
      // What is known stays; the rest is asked about again later.
      for (const key of [...asked.ids, ...asked.maybe, ...asked.numbers.map((one) => `#${one}`)])
        kept.set(key, { word: kept.get(key)?.word ?? null, at: Date.now() });
      return;
    }
    const told = answer.value;
    if (!told.on) {
      kept.clear();
      offUntil = Date.now() + offFor;
    } else {
      keep(asked.ids, told.ids);
      keep(asked.maybe, told.ids);
      keep(asked.numbers, told.numbers, '#');
    }
  }

  return {
    of({ id, maybe, number }) {
      if (id !== null) return kept.get(id)?.word ?? null;
      const words = maybe.map((one) => kept.get(one)?.word ?? null).filter((word) => word !== null);
      if (words.length > 1) return null;
      return words[0] ?? (number === null ? null : (kept.get(`#${number}`)?.word ?? null));
    },
    want(all) {
      if (asking || Date.now() < offUntil) return;
      asking = true;
      void ask(all).finally(() => {
        asking = false;
        onChange();
      });
    },
  };
}
