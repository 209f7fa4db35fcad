/**
 * Publishing (PER-6): what agents need stands in the CRM company's own variables, so that it
 * reaches every installation without a server. `core/publication.ts` says how it is laid out.
 * Only administrators can write there; that, and the shape, is what a reader relies on.
 */
import type { AgentSettings, Published } from '../protocol/publication';
import {
  headName,
  headOf,
  headText,
  isPublished,
  nextPlace,
  partName,
  partsOf,
  plainJson,
  readBoard,
  type Board,
  type Reading,
} from '../core/publication';
import { ofScreens, problemOf, SyncError } from '../core/problem';
import type { Clock, Log } from './ports';

/** The variables of the CRM company. */
export interface SettingsBoard {
  /** All texts by name, in one call: what was written between two calls must not be mixed. */
  read(): Promise<Board>;
  /**
   * Makes or changes one. Answers the longest text that the service takes where `value` is longer,
   * having written nothing. Rejects with kind `configuration` where it may not be written.
   */
  write(name: string, value: string): Promise<'written' | { readonly longest: number }>;
}

export interface PublicationPorts {
  readonly board: SettingsBoard;
  readonly clock: Clock;
  readonly log: Log;
  /** The connected help desk; null while nothing is connected. */
  deskOrgId(): Promise<string | null>;
  /** The settings that a value from outside is; null for everything else. */
  parse(value: unknown): AgentSettings | null;
}

export interface Publication {
  /**
   * What is published, for one credit. The poll of an agent's installation: only `current` brings
   * settings, and only a version above the one it has is news. Rejects for transient trouble.
   */
  read(): Promise<Published>;
  /** Publishes over the version that the administrator has seen; null: nothing readable was there. */
  publish(settings: AgentSettings, over: number | null): Promise<Published>;
  /** Says that the integration is gone, and empties what was published. Nothing published: nothing done. */
  withdraw(deskOrgId: string): Promise<void>;
}

/** Characters of a first try: what a text area of CRM holds (contract 2.8); the service may say less. */
const firstLength = 2000;
/** Below this nothing can be published. */
const leastLength = 100;

const problems = {
  notConnected: ofScreens('publish.notConnected', 'configuration'),
  elsewhere: ofScreens('publish.elsewhere', 'configuration'),
  newer: ofScreens('publish.newer', 'configuration'),
  unconfirmed: ofScreens('publish.unconfirmed', 'transient'),
  tooLarge: ofScreens('publish.tooLarge', 'configuration'),
} as const;

const refused = (what: keyof typeof problems): SyncError => new SyncError(problems[what]);

/** Publication over these ports. */
export function createPublication(ports: PublicationPorts): Publication {
  const { board, clock, log } = ports;

  function told(reading: Reading): Published {
    switch (reading.state) {
      case 'none':
      case 'newer':
        return { state: reading.state };
      case 'withdrawn':
        return { state: 'withdrawn', version: reading.version };
      case 'torn':
        return { state: 'torn' };
      case 'whole': {
        const settings = ports.parse(parsed(reading.text));
        if (settings !== null) return { state: 'current', version: reading.version, settings };
        log.warn('publication.unreadable');
        return { state: 'torn' };
      }
    }
  }

  async function organisation(): Promise<string> {
    const id = await ports.deskOrgId();
    if (id === null) throw refused('notConnected');
    return id;
  }

  /** Writes the parts, shorter ones where the service asks for that; answers how many. */
  async function writeParts(
    org: string,
    text: string,
    version: number,
    place: 'a' | 'b',
  ): Promise<number> {
    for (let longest = firstLength; longest >= leastLength;) {
      const parts = cut(text, version, longest);
      const shorter = await writeAll(org, parts, place);
      if (shorter === null) return parts.length;
      // A service that asks for what it got would ask for ever.
      longest = Math.min(longest - 1, shorter);
    }
    throw refused('tooLarge');
  }

  /** One after another; null when all are written, else the length that the service asks for. */
  async function writeAll(
    org: string,
    parts: readonly string[],
    place: 'a' | 'b',
  ): Promise<number | null> {
    for (const [index, value] of parts.entries()) {
      const written = await board.write(partName(org, place, index), value);
      if (written !== 'written') return written.longest;
    }
    return null;
  }

  async function writeHead(org: string, text: string): Promise<void> {
    if ((await board.write(headName(org), text)) !== 'written') throw refused('tooLarge');
  }

  return {
    async read() {
      const org = await organisation();
      try {
        return told(readBoard(await board.read(), org));
      } catch (thrown) {
        const problem = problemOf(thrown);
        if (problem.kind !== 'configuration') throw thrown;
        return { state: 'unreadable', problem };
      }
    },

    async publish(settings, over) {
      const org = await organisation();
      const before = await board.read();
      const reading = readBoard(before, org);
      if (reading.state === 'newer') throw refused('newer');
      const stands = reading.state === 'whole' ? told(reading) : null;
      if (stands?.state === 'current' && stands.version !== over) throw refused('elsewhere');
      // By the clock, so that versions grow even where the variables were removed by hand.
      const last = 'version' in reading ? reading.version : 0;
      const version = Math.max(clock.now(), last + 1);
      const text = plainJson(settings);
      const place = nextPlace(before, org);
      const parts = await writeParts(org, text, version, place);
      await writeHead(org, headText(headOf(text, version, place, parts)));
      // Another administrator may have written in between: only what reads back counts.
      const after = told(readBoard(await board.read(), org));
      if (after.state !== 'current' || after.version !== version) throw refused('unconfirmed');
      return after;
    },

    async withdraw(org) {
      const found = await board.read();
      const names = [...found.keys()].filter((name) => isPublished(org, name));
      if (names.length === 0) return;
      const reading = readBoard(found, org);
      const last = 'version' in reading ? reading.version : 0;
      const version = Math.max(clock.now(), last + 1);
      // The head first: from then on no reader takes up what is being emptied.
      await writeHead(org, headText({ version, withdrawn: true }));
      for (const name of names)
        if (name !== headName(org) && found.get(name) !== '') await board.write(name, '');
    },
  };
}

function cut(text: string, version: number, longest: number): string[] {
  try {
    return partsOf(text, version, longest);
  } catch {
    throw refused('tooLarge');
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
