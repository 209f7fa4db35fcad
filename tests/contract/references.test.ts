/** The CRM field for Desk's ids: created on request, borne by new records, and proof against a second one. */
import { expect, it, vi } from 'vitest';
import { createReferenceHandlers, referencesOf } from '../../sync/engine/references';
import { engineBench, type EngineBench } from './engine-bench';
import { checkedBenches } from './checked';

vi.setConfig({ testTimeout: 60_000 });
const { opened } = checkedBenches();

const own = { tabId: 1, frameId: 0, isExtensionPage: true, host: null };
const quiet = { info: () => undefined, warn: () => undefined };

async function open(): Promise<{
  readonly bench: EngineBench;
  readonly handlers: ReturnType<typeof createReferenceHandlers>;
}> {
  const bench = await engineBench({ contacts: 8 }, () => ({ importFrom: 0 }));
  opened.push(bench);
  const handlers = createReferenceHandlers({
    store: bench.store,
    crm: bench.crm,
    notifier: { changed: () => undefined },
    log: quiet,
    run: () => undefined,
  });
  return { bench, handlers };
}

/** As the page of preferences shows it. */
const offered = async ({ store }: EngineBench) => referencesOf((await store.config())!);

it('is offered, created once, and borne by what is created from then on', async () => {
  const { bench, handlers } = await open();
  expect(await offered(bench)).toEqual([
    { kind: 'account', field: null },
    { kind: 'contact', field: null },
  ]);
  for (let time = 0; time < 2; time += 1)
    expect(await handlers['references.create']({ kind: 'contact' }, own)).toEqual({
      ok: true,
      value: (await bench.store.config())?.version,
    });
  expect(
    bench.calls.filter(({ url, method }) => method === 'POST' && url.includes('/settings/fields')),
  ).toHaveLength(1);
  expect(await offered(bench)).toEqual([
    { kind: 'account', field: null },
    { kind: 'contact', field: 'Desk Contact ID' },
  ]);
  const { id } = (await bench.control('/create', {
    side: 'desk',
    module: 'contacts',
    fields: { lastName: 'Borne', email: 'borne@x.example' },
  })) as { id: string };
  await bench.run();
  const named = (await bench.living('crm', 'Contacts')).filter(
    (one) => one['Last_Name'] === 'Borne',
  );
  expect(named).toHaveLength(1);
  expect(named[0]?.['Desk_Contact_ID']).toBe(id);
  await bench.run();
  const writes = bench.writes();
  await bench.run();
  expect(bench.writes()).toBe(writes);
});

it('never makes a second record of one that is sent again', async () => {
  const { bench, handlers } = await open();
  await handlers['references.create']({ kind: 'contact' }, own);
  const references = { field: 'Desk_Contact_ID', ids: ['4711'] };
  const draft = { Last_Name: 'Twice', Email: 'twice@x.example' };
  const first = await bench.crm.create('contact', [draft], references);
  const again = await bench.crm.create('contact', [draft], references);
  expect(again[0]).toMatchObject({ ok: true, id: first[0]?.ok ? first[0].id : '' });
  const named = (await bench.living('crm', 'Contacts')).filter(
    (one) => one['Last_Name'] === 'Twice',
  );
  expect(named).toHaveLength(1);
});

it('is offered for what is synced only, and taken from an unframed page only', async () => {
  const { bench, handlers } = await open();
  const { epoch } = await bench.store.control();
  const config = (await bench.store.config())!;
  await bench.store.commit({
    epoch,
    config: { ...config, syncType: { ...config.syncType, contact: 'displayOnly' } },
  });
  expect(await offered(bench)).toEqual([{ kind: 'account', field: null }]);
  expect(await handlers['references.create']({ kind: 'lead' as never }, own)).toMatchObject({
    problem: { code: 'message.malformed' },
  });
  expect(
    await handlers['references.create']({ kind: 'account' }, { ...own, frameId: 2 }),
  ).toMatchObject({
    problem: { code: 'message.refused' },
  });
});
