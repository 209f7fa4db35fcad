/** CRM as agents add to it, in memory: it loses answers, and carries requests out late. */
import type { Addition, CopyCandidate, SentField } from '../../../sync/core/addition';
import { allAllowed } from '../../../sync/core/permissions';
import { createAdditions, type AdditionPorts } from '../../../sync/engine/additions';
import type { AdditionRows, LayoutField } from '../../../sync/engine/addition-ports';
import type { ProfileView } from '../../../sync/protocol/profile';
import { additionKinds, type AdditionKind, type Instant } from '../../../sync/types';
import { createClock, createNotifier, failure, silent } from './small-fakes';
import { connection, ids, ticket } from './profile-fakes';
import { additionScope } from '../../../sync/core/addition';
import { SyncError } from '../../../sync/core/problem';

export const field = (name: string, over: Partial<LayoutField> = {}): LayoutField => ({
  name,
  label: name.replaceAll('_', ' '),
  type: 'text',
  required: false,
  readOnly: false,
  maxLength: 255,
  options: null,
  ...over,
});

const options = (...values: readonly string[]): LayoutField['options'] =>
  values.map((value) => ({ value, label: value }));

export function createRows(): AdditionRows & { readonly stored: Map<string, Addition> } {
  const stored = new Map<string, Addition>();
  return {
    stored,
    all: async () => [...stored.values()].map((row) => structuredClone(row)),
    change: async (key, change) => {
      const row = change(structuredClone(stored.get(key) ?? null));
      if (row === null) stored.delete(key);
      else stored.set(key, structuredClone(row));
      return row;
    },
    clear: async () => stored.clear(),
  };
}

type Fate = 'ok' | 'lostBefore' | 'lostAfter' | 'late' | 'refused' | 'stopped' | 'stoppedAfter';

export const found = {
  place: ticket,
  requester: { name: 'Ada Lindqvist', email: 'ada@nordwind.se', phone: null },
  result: { state: 'found', customer: { module: 'Contacts', id: ids.crm } },
} as unknown as ProfileView;

/** One agent's browser with a CRM behind it; `reborn` is the same after its worker was stopped. */
export function createAgent() {
  const rows = createRows();
  const clock = createClock();
  const notifier = createNotifier();
  const records: (CopyCandidate & { readonly kind: AdditionKind; readonly createdAt: Instant })[] =
    [];
  const waiting: (() => void)[] = [];
  const world = {
    rows,
    clock,
    records,
    notifier,
    fates: [] as Fate[],
    profile: found,
    online: true,
    kinds: [...additionKinds] as readonly AdditionKind[],
    scopes: additionKinds.map(additionScope) as readonly string[],
    sends: 0,
    alarms: [] as number[],
    people: [] as string[],
    layouts: new Map<string, readonly LayoutField[]>([
      ['Tasks', [field('Subject', { required: true }), field('Due_Date', { type: 'date' })]],
      [
        'Deals',
        [
          field('Deal_Name', { required: true }),
          field('Stage', { type: 'picklist', required: true, options: options('Open', 'Won') }),
          field('Amount', { type: 'decimal' }),
          field('Closing_Date', { type: 'date' }),
        ],
      ],
      ['Contacts', [field('First_Name'), field('Last_Name', { required: true }), field('Email')]],
    ]),
    /** What was sent and not carried out yet arrives now. */
    arrive: () => waiting.splice(0).forEach((effect) => effect()),
  };

  function put(kind: AdditionKind, sent: readonly SentField[]): string {
    const id = String(900_000_000_000 + records.length);
    const fields = Object.fromEntries(sent.map(({ name, value }) => [name, value]));
    records.push({ id, kind, fields, createdAt: clock.now() });
    return id;
  }

  const ports: AdditionPorts = {
    rows,
    clock,
    notifier,
    log: silent,
    alarms: {
      set: async (_name, at) => void world.alarms.push(at),
      clear: async () => undefined,
    },
    desk: {
      ticket: async (id) => ({
        id,
        number: '1042',
        subject: 'Export',
        contactId: ids.contact,
        accountId: null,
        url: `https://desk.zoho.com/agent/x/tickets/details/${id}`,
      }),
    },
    crm: { record: async () => null },
    profiles: { get: async () => world.profile },
    connection: async () => ({ ...connection, scopes: world.scopes }),
    online: () => world.online,
    allowed: async () => allAllowed,
    kinds: async () => world.kinds,
    onPerson: async (_place, module, id) => void world.people.push(`${module}/${id}`),
    writer: {
      now: async () => clock.now(),
      layout: async (module) => world.layouts.get(module) ?? [],
      create: async (kind, _to, sent) => {
        world.sends += 1;
        const fate = world.fates.shift() ?? 'ok';
        const lost = new SyncError(failure('zoho.unreachable', 'transient').problem, {
          outcome: 'unknown',
        });
        if (fate === 'stopped') return new Promise(() => undefined);
        if (fate === 'refused')
          return {
            ok: false,
            error: new SyncError({
              code: 'record.mandatory',
              kind: 'conflict',
              message: 'A field is empty.',
              detail: 'crm 400 MANDATORY_NOT_FOUND Due_Date',
            }),
          };
        if (fate === 'lostBefore') return { ok: false, error: lost };
        if (fate === 'late') {
          waiting.push(() => put(kind, sent));
          return { ok: false, error: lost };
        }
        const id = put(kind, sent);
        if (fate === 'stoppedAfter') return new Promise(() => undefined);
        return fate === 'lostAfter' ? { ok: false, error: lost } : { ok: true, id };
      },
      createdSince: async (kind, _to, since) =>
        records.filter((one) => one.kind === kind && one.createdAt >= since),
    },
  };
  return { world, additions: createAdditions(ports), reborn: () => createAdditions(ports) };
}
