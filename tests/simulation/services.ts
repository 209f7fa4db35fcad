/**
 * Both services of one schedule, each a world with a clock of its own, and the true order of all
 * that ever happened to their records.
 */
import type { Kind, Side } from '../../sync/types';
import { createSandbox, type Sandbox } from '../sandbox/sandbox';
import type { Change, StoredRecord, Table } from '../sandbox/table';
import { tableOf, type CrmOrg, type DeskOrg, type Leeway } from '../sandbox/world';
import type { Clocks } from './clocks';
import { kindList, modules } from './fields';

/** A change with what the tables do not tell: its true place and who made it. */
export interface Event extends Change {
  readonly side: Side;
  readonly kind: Kind;
  /** True time. */
  readonly time: number;
  /** Place in the one order of all events. */
  readonly order: number;
  /** The call that made it; null for people. */
  readonly call: number | null;
}

export interface Services {
  readonly sandboxes: Readonly<Record<Side, Sandbox>>;
  readonly desk: DeskOrg;
  readonly crm: CrmOrg;
  readonly admin: Readonly<Record<Side, string>>;
  readonly events: readonly Event[];
  table(side: Side, kind: Kind): Table;
  live(side: Side, kind: Kind): readonly StoredRecord[];
  /** Takes over what has happened since the last time, as the doing of `call` or of people. */
  drain(call: number | null | ((change: Event) => number | null)): void;
  /** A fresh access token of the administrator. */
  token(side: Side, scopes: readonly string[], lifeMs: number): string;
}

/** Sandboxes are reused from schedule to schedule: routes are costly to build, worlds are not. */
const kept: Partial<Record<Side, { sandbox: Sandbox; clock: { clocks: Clocks | null } }>> = {};

function sandboxOf(side: Side, seed: string, clocks: Clocks, leeway: Partial<Leeway>): Sandbox {
  const known = kept[side];
  if (known) {
    known.clock.clocks = clocks;
    known.sandbox.reset({ seed });
    Object.assign(known.sandbox.world.leeway, leeway);
    return known.sandbox;
  }
  const clock = { clocks: clocks as Clocks | null };
  const sandbox = createSandbox({
    seed,
    empty: true,
    clock: {
      now: () => clock.clocks?.services[side].now() ?? 0,
      advance: (ms) => clock.clocks?.advance(ms),
    },
    wait: (ms) => Promise.resolve(clock.clocks?.advance(ms)),
  });
  kept[side] = { sandbox, clock };
  Object.assign(sandbox.world.leeway, leeway);
  return sandbox;
}

export function createServices(
  seed: string,
  clocks: Clocks,
  leeway: Readonly<Record<Side, Partial<Leeway>>>,
): Services {
  const sandboxes = {
    desk: sandboxOf('desk', `${seed}/desk`, clocks, leeway.desk),
    crm: sandboxOf('crm', `${seed}/crm`, clocks, leeway.crm),
  };
  const desk = sandboxes.desk.world.deskOrgs[0];
  const crm = sandboxes.crm.world.crmOrgs[0];
  if (desk === undefined || crm === undefined) throw new Error('a service has no organisation');
  const table = (side: Side, kind: Kind): Table =>
    tableOf(side === 'desk' ? desk : crm, modules[kind][side]);
  const places = (['desk', 'crm'] as const).flatMap((side) =>
    kindList.map((kind) => ({ side, kind, table: table(side, kind), seen: 0 })),
  );
  const events: Event[] = [];
  let tokens = 0;
  const zuid = (side: Side): string => sandboxes[side].world.people[0]?.zuid ?? '';
  return {
    sandboxes,
    desk,
    crm,
    admin: { desk: zuid('desk'), crm: zuid('crm') },
    events,
    table,
    live: (side, kind) => [...table(side, kind).live()],
    drain(call) {
      for (const place of places) {
        const { history } = place.table;
        for (; place.seen < history.length; place.seen += 1) {
          const change = history[place.seen] as Change;
          const { side, kind } = place;
          const [time, order] = [clocks.now(), events.length];
          // The spread comes last: names behind one are defined one by one, the slow way.
          const maker =
            typeof call === 'function'
              ? call({ side, kind, time, order, call: null, ...change })
              : call;
          events.push({ side, kind, time, order, call: maker, ...change });
        }
      }
    },
    token(side, scopes, lifeMs) {
      const { world } = sandboxes[side];
      tokens += 1;
      const token = `1000.${side}.${tokens}`;
      world.grants.set(token, {
        zuid: zuid(side),
        clientId: world.clients[0]?.id ?? '',
        scopes,
        crmOrgId: crm.id,
        refreshToken: null,
        expiresAt: world.clock.now() + lifeMs,
      });
      return token;
    },
  };
}
