/** What the background says of tickets: one word each, asked for in lots. */
import { askBackground } from '../../page-messaging';
import { wordFor, type Evidence } from '../../../core/evidence';
import { keepWords, wordsToAsk, type KeptWords } from '../../../core/type-words';
import type { TypeWord } from '../../../protocol/handshake';

/** ms. With no badges for this agent, how long until the next question. */
const offFor = 60_000;

export interface Words {
  /** Null: none is known, or more than one may be meant. */
  of(evidence: Evidence): TypeWord | null;
  /** Asks for what is not known, or not lately. */
  want(rows: readonly Evidence[]): void;
}

/** `onChange` when an answer has come. */
export function createWords(onChange: () => void): Words {
  const kept: KeptWords = new Map();
  let asking = false;
  let offUntil = 0;

  async function ask(rows: readonly Evidence[]): Promise<void> {
    const asked = wordsToAsk(kept, rows, Date.now());
    if (asked === null) return;
    const question = { address: location.href, ...asked };
    const answer = await askBackground('host.types', question).catch(() => null);
    const told = answer?.ok === true ? answer.value : null;
    if (told === null || told.on) keepWords(kept, asked, told, Date.now());
    else {
      kept.clear();
      offUntil = Date.now() + offFor;
    }
  }

  return {
    of: (evidence) => wordFor(evidence, (key) => kept.get(key)?.word ?? null),
    want(rows) {
      if (asking || Date.now() < offUntil) return;
      asking = true;
      void ask(rows).finally(() => {
        asking = false;
        onChange();
      });
    },
  };
}
