/**
 * What agents add to CRM from beside a ticket. A row is on disk before anything is sent and leaves
 * `draft` once only; a send of unknown outcome is looked up (addition-ledger.ts), and nothing is
 * sent a second time by itself: the agent decides.
 */
import type { AdditionKind, Place, Problem } from '../types';
import type { ProfileView } from '../protocol/profile';
import type { AdditionDraft, AdditionsView, AdditionView, FormView } from '../protocol/additions';
import {
  knownBy,
  sentFields,
  ticketLink,
  type Addition,
  type AdditionTarget,
} from '../core/addition';
import { ofScreens, problemOf, SyncError } from '../core/problem';
import { formOf } from './addition-forms';
import { additionsAlarm, blankAddition, createAdditionLedger, lookAfter } from './addition-ledger';
import { completed, offerAt, type OfferPorts } from './addition-offer';
import type { AdditionRows, AdditionWriter } from './addition-ports';
import type { Alarms, Clock, Log, Notifier } from './ports';

export interface AdditionPorts extends OfferPorts {
  readonly rows: AdditionRows;
  readonly writer: AdditionWriter;
  readonly clock: Clock;
  readonly alarms: Alarms;
  readonly notifier: Notifier;
  readonly log: Log;
  online(): boolean;
  /** A contact or lead was created for the requester of this place: they belong together. */
  onPerson(place: Place, module: 'Contacts' | 'Leads', id: string): Promise<void>;
}

export interface Additions {
  view(place: Place): Promise<AdditionsView>;
  form(place: Place, kind: AdditionKind): Promise<FormView>;
  keep(draft: AdditionDraft): Promise<null>;
  add(draft: AdditionDraft): Promise<AdditionsView>;
  look(place: Place, key: string): Promise<AdditionsView>;
  drop(place: Place, key: string): Promise<AdditionsView>;
  /** For the start of the worker and its alarm. Never rejects. */
  settle(): Promise<void>;
}

/** ms. How long what was added stands in the list though the profile does not show it yet. */
const shownFor = 2 * 60_000;

/** Additions over these ports; one for the life of the worker. */
export function createAdditions(ports: AdditionPorts): Additions {
  const { rows, writer, clock, notifier, log } = ports;
  const told = (place: Place): void => notifier.changed('profile', `${place.type}/${place.id}`);
  const ledger = createAdditionLedger({ ...ports, told, onAdded });

  async function view(place: Place): Promise<AdditionsView> {
    const [{ kinds, ungranted }, all] = await Promise.all([offerAt(place, ports), rows.all()]);
    const now = clock.now();
    return {
      kinds,
      ...(ungranted.length > 0 && { ungranted }),
      rows: all
        .filter((row) => isSame(row.place, place))
        .filter(({ state, at }) => state !== 'added' || Math.abs(now - at) < shownFor)
        .map(viewOf),
    };
  }

  const formFor = (
    place: Place,
    kind: AdditionKind,
    to: AdditionTarget | null,
    profile: ProfileView | null,
  ): Promise<FormView> =>
    formOf(kind, writer, {
      requester: profile?.requester ?? null,
      onTicket: place.type === 'ticket',
      to,
    });

  async function form(place: Place, kind: AdditionKind): Promise<FormView> {
    const { kinds, to, profile } = await offerAt(place, ports);
    if (kinds?.includes(kind) !== true) throw new SyncError(kinds === null ? notYet : notAllowed);
    return formFor(place, kind, to, profile);
  }

  async function keep({ place, key, kind, values }: AdditionDraft): Promise<null> {
    if ((await ports.connection()) === null) return null;
    const isEmpty = Object.entries(values).every(
      ([name, text]) => name === ticketLink || text.trim() === '',
    );
    await rows.change(key, (row) => {
      if (row !== null && (row.state !== 'draft' || !isSame(row.place, place))) return row;
      if (isEmpty) return null;
      return { ...(row ?? blankAddition(place, key, kind)), values, at: clock.now() };
    });
    return null;
  }

  async function add(draft: AdditionDraft): Promise<AdditionsView> {
    const { place, key } = draft;
    await ledger.alone(key, async () => {
      await keep(draft);
      const row = await send(draft).catch((thrown: unknown) => {
        const problem = problemOf(thrown);
        log.warn('addition.notSent', { kind: draft.kind, code: problem.code });
        return ledger.returned(key, problem);
      });
      if (row?.state === 'added') await onAdded(row);
    });
    told(place);
    return view(place);
  }

  /** From the draft to CRM's answer. Throws only before anything was sent. */
  async function send({ place, key, kind, values }: AdditionDraft): Promise<Addition | null> {
    if (!ports.online()) throw new SyncError(offline);
    const { kinds, to, profile } = await offerAt(place, ports);
    if (kinds?.includes(kind) !== true) throw new SyncError(kinds === null ? notYet : notAllowed);
    const asked = await formFor(place, kind, to, profile);
    const typed = sentFields(asked, values);
    if ('problem' in typed) throw new SyncError(typed.problem);
    const sent = await completed(typed.sent, { place, kind, to, values }, ports);
    const sentAt = await writer.now();
    // Looked for by an alarm too, should this worker not live to see the answer.
    await ports.alarms.set(additionsAlarm, clock.now() + lookAfter);
    let isMine = false;
    const row = await rows.change(key, (before) => {
      isMine = before?.state === 'draft';
      if (before === null || !isMine) return before;
      return { ...before, to, sent, sentAt, state: 'adding', problem: null, at: clock.now() };
    });
    // Another worker or window was quicker with the same key.
    if (!isMine) return null;
    told(place);
    const result = await writer.create(kind, to, sent);
    if (result.ok) return ledger.added(key, result.id);
    const { outcome, problem } = result.error;
    log.warn('addition.refused', { kind, code: problem.code, outcome });
    if (outcome === 'refused') return ledger.returned(key, explained(problem, asked));
    return row === null
      ? null
      : rows.change(key, (now) => (now === null ? null : { ...now, state: 'unknown', problem }));
  }

  /** Best effort: what was added is in CRM whatever becomes of this. */
  async function onAdded({ place, kind, id }: Addition): Promise<void> {
    try {
      if ((kind === 'contact' || kind === 'lead') && id !== null)
        await ports.onPerson(place, kind === 'contact' ? 'Contacts' : 'Leads', id);
      else await ports.profiles.get(place, true);
    } catch (thrown) {
      log.warn('addition.notShown', { code: problemOf(thrown).code });
    }
  }

  async function look(place: Place, key: string): Promise<AdditionsView> {
    const row = (await rows.all()).find((one) => one.key === key && isSame(one.place, place));
    if (row?.state === 'adding' || row?.state === 'unknown') await ledger.lookUp(row);
    return view(place);
  }

  async function drop(place: Place, key: string): Promise<AdditionsView> {
    await ledger.alone(key, () =>
      rows.change(key, (row) =>
        row === null || row.state === 'added' || !isSame(row.place, place) ? row : null,
      ),
    );
    return view(place);
  }

  async function settle(): Promise<void> {
    try {
      if ((await ports.connection()) !== null) await ledger.settle();
    } catch (thrown) {
      log.warn('addition.notSettled', { code: problemOf(thrown).code });
    }
  }

  return { view, form, keep, add, look, drop, settle };
}

const isSame = (one: Place, other: Place): boolean =>
  one.type === other.type && one.id === other.id;

function viewOf(row: Addition): AdditionView {
  const { key, kind, state, values, problem, id, at } = row;
  return { key, kind, state, values, problem, id, knownBy: knownBy(row), at };
}

/** CRM names a field by its API name; people know it by its label. */
function explained(problem: Problem, form: FormView): Problem {
  const words = (problem.detail ?? '').split(' ');
  const field = form.fields.find(({ name }) => words.includes(name));
  return field === undefined ? problem : { ...problem, about: field.label };
}

const notAllowed = ofScreens('addition.notAllowed', 'configuration');

const notYet = ofScreens('addition.notYet', 'transient');

const offline = ofScreens('addition.offline', 'transient');
