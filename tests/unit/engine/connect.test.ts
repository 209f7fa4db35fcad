import { describe, expect, it } from 'vitest';
import { createConnect } from '../../../sync/engine/connect';
import { isStarted } from '../../../sync/engine/connect-state';
import { client, createWorld, portal } from './connect-fakes';
import { failure } from './small-fakes';
import { connected, signedIn } from './connected';

describe('the way to a connection', () => {
  it('begins with the client, and shows what to paste into the console', async () => {
    const { ports } = createWorld();
    expect(await createConnect(ports).view()).toEqual({
      step: 'client',
      redirectAddress: 'https://tandem.chromiumapp.org/zoho',
      homepage: 'https://example.org',
      clientId: null,
      access: { agent: null, request: null, approval: null, foreignFound: 0 },
      dataCentre: 'us',
      desk: null,
      crm: null,
      foreignCrmIds: null,
      products: 'open',
      signingIn: null,
      problem: null,
    });
  });

  it('saves a checked client, trimmed, and never shows the secret', async () => {
    const { ports, vault } = createWorld();
    const view = await createConnect(ports).saveClient(client);
    expect(view).toMatchObject({ step: 'connect', clientId: '1000.ABC', problem: null });
    expect(await vault.client()).toEqual({ id: '1000.ABC', secret: 'secret' });
    expect(JSON.stringify(view)).not.toContain('secret');
  });

  it('signs in twice, shows both organisations and connects', async () => {
    const world = createWorld();
    world.zoho.foreign = 7;
    const connect = await signedIn(world);
    const view = await connect.view();
    expect(view).toMatchObject({
      step: 'company',
      dataCentre: 'eu',
      foreignCrmIds: 7,
      problem: null,
    });
    expect(view.desk).toMatchObject({ administrator: true, organisationId: '10' });
    expect(view.crm?.organisations).toEqual([expect.objectContaining({ name: 'Company 20' })]);

    expect(await connect.authorize({ displayOnly: true })).toMatchObject({ step: 'done' });
    const connection = await world.vault.connection();
    expect(connection).toMatchObject({
      dataCentre: 'eu',
      deskOrg: { id: '10', portal: 'portal-10' },
      crmOrg: { zgid: 'z20', timeZone: 'Europe/Berlin' },
      user: { name: 'desk person' },
      scopes: ['desk.read', 'shared', 'crm.read'],
    });
    expect(world.seen.authorized).toEqual([{ connection, displayOnly: true }]);
    expect(world.notifier.heard).toContain('status');
  });

  it('says what the editions lack', async () => {
    const world = createWorld();
    world.zoho.lacks = { desk: ['deskProducts'], crm: ['crmViews'] };
    const { desk, crm, step } = await (await signedIn(world)).view();
    expect([step, desk?.lacks, crm?.lacks]).toEqual(['company', ['deskProducts'], ['crmViews']]);
  });

  it('starts where the person said and follows where Zoho sent them', async () => {
    const world = createWorld();
    await signedIn(world);
    expect(world.seen.startedAt).toEqual(['us', 'eu']);
  });

  it('waits for a choice among several portals', async () => {
    const world = createWorld();
    world.zoho.portals = [portal('10'), portal('11')];
    const connect = await signedIn(world);
    expect((await connect.view()).desk?.organisationId).toBeNull();
    const early = await connect.authorize({ displayOnly: false });
    expect(early.problem).toMatchObject({ at: 'company', problem: { code: 'connect.incomplete' } });

    world.zoho.foreign = 3;
    world.zoho.lacks = { desk: ['deskBin'], crm: [] };
    const view = await connect.chooseDesk('11');
    expect(view).toMatchObject({ step: 'company', foreignCrmIds: 3, problem: null });
    expect(view.desk?.lacks).toEqual(['deskBin']);
    expect(world.seen.trials).toContain('desk:desk-1:11');
    await connect.authorize({ displayOnly: false });
    expect((await world.vault.connection())?.deskOrg.id).toBe('11');
  });

  it('goes only to steps that can be reached', async () => {
    const world = createWorld();
    const connect = createConnect(world.ports);
    expect((await connect.goTo('company')).step).toBe('client');
    await connect.saveClient(client);
    expect((await connect.goTo('company')).step).toBe('connect');
    expect((await connect.goTo('done')).step).toBe('connect');
    expect((await connect.goTo('client')).step).toBe('client');
    await connect.signIn('desk');
    await connect.signIn('crm');
    await connect.goTo('connect');
    expect((await connect.goTo('company')).step).toBe('company');
  });

  it('does not stop where foreign ids cannot be counted', async () => {
    const world = createWorld();
    world.zoho.foreign = failure('zoho.noPermission');
    const connect = await signedIn(world);
    expect(await connect.view()).toMatchObject({
      step: 'company',
      foreignCrmIds: null,
      problem: null,
    });
  });
});

describe('what follows the connection', () => {
  it('waits for a person before anything is synced, and outlives the worker', async () => {
    const world = createWorld();
    const connect = await signedIn(world);
    expect(await connect.start()).toMatchObject({ step: 'company' });
    expect(isStarted(await world.vault.setup())).toBe(false);
    await connect.authorize({ displayOnly: false });
    expect(await connect.goTo('done')).toMatchObject({ step: 'preferences' });
    expect(await connect.goTo('preview')).toMatchObject({ step: 'preview' });
    expect(isStarted(await world.vault.setup())).toBe(false);
    const next = createConnect(world.ports);
    expect(await next.view()).toMatchObject({ step: 'preview' });
    expect(await next.start()).toMatchObject({ step: 'done' });
    expect(isStarted(await world.vault.setup())).toBe(true);
    await next.start();
    expect(world.seen.started).toBe(1);
    expect(await next.goTo('mapping')).toMatchObject({ step: 'done' });
  });

  it('still offers to start where the sync could not be let go', async () => {
    const world = createWorld();
    const connect = await signedIn(world);
    await connect.authorize({ displayOnly: false });
    await connect.goTo('preview');
    const dying = createConnect({
      ...world.ports,
      releaseSync: () => Promise.reject(new Error('the worker is gone')),
    });
    await expect(dying.start()).rejects.toThrow('the worker is gone');
    const next = createConnect(world.ports);
    expect(await next.view()).toMatchObject({ step: 'preview' });
    expect(world.seen.started).toBe(0);
    expect(await next.start()).toMatchObject({ step: 'done' });
    expect(world.seen).toMatchObject({ released: 1, started: 1 });
  });

  it('offers products once, after the first sync has begun, and not where there are none', async () => {
    const world = createWorld();
    const connect = await signedIn(world);
    await connect.authorize({ displayOnly: false });
    expect(await connect.goTo('products')).toMatchObject({ step: 'preferences', products: 'open' });
    await connect.start();
    expect(await connect.goTo('products')).toMatchObject({ step: 'products', products: 'open' });
    const next = createConnect(world.ports);
    expect(await next.view()).toMatchObject({ step: 'products' });
    expect(isStarted(await world.vault.setup())).toBe(true);
    expect(await next.goTo('done')).toMatchObject({ step: 'done', products: 'settled' });

    const without = createWorld();
    without.zoho.lacks = { desk: [], crm: ['crmProducts'] };
    expect(await (await connected(without)).view()).toMatchObject({ products: 'missing' });
  });
});
