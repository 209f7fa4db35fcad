/** What syncing costs in API credits, over the least it can cost; and the calls of a poll that finds nothing. */
import { kinds, type Kind, type Side } from '../../sync/types';
import { engineBench, type EngineBench } from '../contract/engine-bench';
import { minimumCredits, type Work } from './minimum';

export interface CreditFigures {
  readonly creditsVsMinimum: Readonly<Record<'first' | 'c0' | 'c1' | 'c10', number>>;
  /** With list views chosen; lease and token calls apart. */
  readonly idlePollCalls: number;
}

/** One measured run. */
export interface CreditLine {
  readonly name: string;
  readonly spent: number;
  readonly minimum: number;
}

const modules: Readonly<Record<Kind, Readonly<Record<Side, string>>>> = {
  account: { desk: 'accounts', crm: 'Accounts' },
  contact: { desk: 'contacts', crm: 'Contacts' },
  product: { desk: 'products', crm: 'Products' },
};
const sides = ['desk', 'crm'] as const;
/** Kept by the services themselves; not what a sync writes. */
const stamps = new Set(['modifiedTime', 'Modified_Time', 'Modified_By', 'modifiedBy', 'webUrl']);

type Stored = Readonly<Record<string, unknown>>;
type State = Readonly<Record<Kind, Readonly<Record<Side, ReadonlyMap<string, string>>>>>;

/** Every living record of both sides, as text that is equal where the record is. */
async function stateOf(bench: EngineBench): Promise<State> {
  const of = async (kind: Kind, side: Side): Promise<ReadonlyMap<string, string>> => {
    const records: readonly Stored[] = await bench.living(side, modules[kind][side]);
    return new Map(
      records.map((record) => [
        String(record['id']),
        JSON.stringify(Object.entries(record).filter(([name]) => !stamps.has(name))),
      ]),
    );
  };
  const entries = kinds.map(async (kind) => {
    const [desk, crm] = await Promise.all(sides.map((side) => of(kind, side)));
    return [kind, { desk, crm }] as const;
  });
  return Object.fromEntries(await Promise.all(entries)) as unknown as State;
}

/** What had to be done between two states when `read` records had to be read. */
function workBetween(
  before: State,
  after: State,
  read: (kind: Kind, side: Side) => number,
): Record<Kind, Work> {
  const count = (kind: Kind, side: Side, is: (old: string | undefined, now: string) => boolean) =>
    [...after[kind][side]].filter(([id, now]) => is(before[kind][side].get(id), now)).length;
  const bySide = (of: (side: Side) => number): Record<Side, number> => ({
    desk: of('desk'),
    crm: of('crm'),
  });
  return Object.fromEntries(
    kinds.map((kind) => [
      kind,
      {
        read: bySide((side) => read(kind, side)),
        created: bySide((side) => count(kind, side, (old) => old === undefined)),
        updated: bySide((side) =>
          count(kind, side, (old, now) => old !== undefined && old !== now),
        ),
      },
    ]),
  ) as Record<Kind, Work>;
}

/** Credits that the services charged so far, the lease's apart. */
function charged(bench: EngineBench): number {
  return bench.sandbox.world.calls
    .filter(({ path }) => !path.includes('/settings/variables'))
    .reduce((sum, { credits }) => sum + credits, 0);
}

/** Edits `records` linked contacts, every other one on the other side, each in its own way. */
async function edit(bench: EngineBench, records: number, round: number): Promise<void> {
  const [desk, crm] = await Promise.all(
    sides.map((side) => bench.living(side, modules.contact[side])),
  );
  for (let at = 0; at < records; at += 1) {
    const isDesk = at % 2 === 0;
    const list = (isDesk ? desk : crm) ?? [];
    const record = list[Math.floor((at * list.length) / records)];
    const text = `Title ${round} of ${at}`;
    await bench.control('/edit', {
      side: isDesk ? 'desk' : 'crm',
      module: modules.contact[isDesk ? 'desk' : 'crm'],
      id: record?.['id'],
      fields: isDesk ? { title: text } : { Title: text },
    });
  }
}

/** Measures with `records` contacts a side. */
export async function creditFigures(
  records: number,
): Promise<{ readonly figures: CreditFigures; readonly lines: readonly CreditLine[] }> {
  const bench = await engineBench({ contacts: records, overlap: 0.5 }, (config) => ({
    syncType: { ...config.syncType, product: 'twoWay' },
    importFrom: 0,
  }));
  const lines: CreditLine[] = [];

  /** Runs once; the minimum counts what changed on the services meanwhile. */
  async function measure(name: string, read: (kind: Kind, side: Side) => number): Promise<number> {
    const before = await stateOf(bench);
    const spentBefore = charged(bench);
    await bench.run();
    const spent = charged(bench) - spentBefore;
    const minimum = minimumCredits(workBetween(before, await stateOf(bench), read));
    lines.push({ name, spent, minimum });
    return Math.round((1000 * spent) / minimum) / 1000;
  }

  /** Until nothing changes any more, and nothing is read again for what was written before. */
  async function rest(): Promise<void> {
    for (let round = 0; round < 4; round += 1) await bench.run();
  }

  const start = await stateOf(bench);
  const first = await measure('first', (kind, side) => start[kind][side].size);
  await rest();
  const c0 = await measure('c0', () => 0);
  const ofChanged = (share: number) => async (round: number) => {
    const changed = Math.max(2, Math.round(records * share));
    await edit(bench, changed, round);
    const ratio = await measure(`c${share * 100}`, (kind) =>
      kind === 'contact' ? changed / 2 : 0,
    );
    await rest();
    return ratio;
  };
  const c1 = await ofChanged(0.01)(1);
  const c10 = await ofChanged(0.1)(2);
  return {
    figures: { creditsVsMinimum: { first, c0, c1, c10 }, idlePollCalls: await idleCalls(records) },
    lines,
  };
}

/** Calls of a poll that finds nothing, with list views chosen for contacts and accounts. */
async function idleCalls(records: number): Promise<number> {
  const bench = await engineBench({ contacts: Math.min(records, 200) });
  const firstOf = async (kind: Kind): Promise<readonly string[]> =>
    (await bench.crm.views(kind)).slice(0, 1).map(({ id }) => id);
  const config = (await bench.store.config())!;
  await bench.store.commit({
    epoch: (await bench.store.control()).epoch,
    config: {
      ...config,
      syncType: { ...config.syncType, product: 'twoWay' },
      views: { contact: await firstOf('contact'), account: await firstOf('account') },
    },
  });
  for (let round = 0; round < 4; round += 1) await bench.run();
  const before = bench.sandbox.world.calls.length;
  await bench.run();
  return bench.sandbox.world.calls
    .slice(before)
    .filter(({ path }) => !path.includes('/settings/variables') && !path.includes('/oauth/'))
    .length;
}
