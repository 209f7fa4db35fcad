import { describe, expect, it } from 'vitest';
import { createConnect, type Connect } from '../../../sync/engine/connect';
import { isStarted } from '../../../sync/engine/connect-state';
import { client, company, createGate, createWorld, failure, portal, settle } from './connect-fakes';

type World = ReturnType<typeof createWorld>;

async function signedIn(world: World): Promise<Connect> {
  const connect = createConnect(world.ports);
  await connect.saveClient(client);
  await connect.signIn('desk');
  await connect.signIn('crm');
  return connect;
}

async function connected(world: World): Promise<Connect> {
  const connect = await signedIn(world);
  await connect.authorize({ displayOnly: false });
  await connect.start();
  return connect;
}

/** Words that the screens never use. */
const banned = /\b(please|sorry|successfully|oops|invalid|OK)\b/i;

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

describe('what can go wrong', () => {
  it.each([
    ['checkClient', 'oauth.invalidClient', 'client'],
    ['checkClient', 'oauth.invalidSecret', 'client'],
    ['checkClient', 'zoho.unreachable', 'client'],
    ['begin', 'oauth.throttled', 'desk'],
    ['authorize', 'signIn.closed', 'desk'],
    ['exchange', 'oauth.denied', 'desk'],
    ['exchange', 'oauth.redirectAddress', 'desk'],
    ['exchange', 'oauth.state', 'desk'],
    ['exchange', 'oauth.throttled', 'desk'],
    ['exchange', 'zoho.unreachable', 'desk'],
    ['directory', 'zoho.unreachable', 'desk'],
    ['directory', 'zoho.creditsSpent', 'desk'],
    ['directory', 'zoho.unavailable', 'desk'],
  ] as const)('%s: %s is kept and shown after a reload', async (at, code, place) => {
    const world = createWorld();
    const connect = createConnect(world.ports);
    if (place === 'desk') await connect.saveClient(client);
    const transient = code.startsWith('zoho.') || code === 'oauth.throttled';
    world.zoho.fail[at] = failure(code, transient ? 'transient' : 'configuration');
    if (place === 'desk') await connect.signIn('desk');
    else await connect.saveClient(client);

    const view = await createConnect(world.ports).view();
    expect(view.problem).toMatchObject({ at: place, problem: { code } });
    expect(view.problem?.problem.message).not.toMatch(/by itself/);
    expect(view.problem?.problem.message).not.toMatch(banned);
    expect(view).toMatchObject({ signingIn: null, desk: null });
    expect(await world.vault.grant('desk')).toBeNull();

    world.zoho.fail = {};
    const after =
      place === 'desk' ? await connect.signIn('desk') : await connect.saveClient(client);
    expect(after.problem).toBeNull();
  });

  it('mentions the redirect address when the window was closed: what Zoho showed there is unknown', async () => {
    const world = createWorld();
    const connect = createConnect(world.ports);
    await connect.saveClient(client);
    world.zoho.fail.authorize = failure('signIn.closed');
    const { problem } = await connect.signIn('crm');
    expect(problem?.problem.message).toMatch(/redirect/);
    expect(problem?.problem.message).toMatch(/sign in to CRM again/);
  });

  it('keeps neither half of a client', async () => {
    const world = createWorld();
    const connect = createConnect(world.ports);
    const view = await connect.saveClient({ ...client, clientSecret: '  ' });
    expect(view.problem?.problem.code).toBe('connect.clientIncomplete');
    expect(await world.vault.client()).toBeNull();
  });

  it('needs the client before a sign-in', async () => {
    const world = createWorld();
    const view = await createConnect(world.ports).signIn('desk');
    expect(view.problem?.problem.code).toBe('connect.noClient');
    expect(world.seen.windows).toBe(0);
  });

  it('says why somebody who is no Desk administrator gets no further', async () => {
    const world = createWorld();
    world.zoho.deskAdministrator = false;
    world.zoho.portals = [portal('10', { administrator: false })];
    const connect = createConnect(world.ports);
    await connect.saveClient(client);
    const view = await connect.signIn('desk');
    expect(view).toMatchObject({
      step: 'connect',
      desk: { administrator: false },
      problem: { at: 'desk', problem: { code: 'connect.notDeskAdministrator' } },
    });
    expect((await connect.goTo('company')).step).toBe('connect');
  });

  it('says why somebody who is no CRM administrator gets no further', async () => {
    const world = createWorld();
    world.zoho.crmAdministrator = false;
    const connect = await signedIn(world);
    expect(await connect.view()).toMatchObject({
      step: 'connect',
      problem: { at: 'crm', problem: { code: 'connect.notCrmAdministrator' } },
    });
    const forced = await connect.authorize({ displayOnly: false });
    expect(forced.problem?.problem.code).toBe('connect.notCrmAdministrator');
    expect(await world.vault.connection()).toBeNull();
  });

  it('asks for rights in the chosen portal, not in any', async () => {
    const world = createWorld();
    world.zoho.deskAdministrator = false;
    world.zoho.portals = [portal('10'), portal('11', { administrator: false })];
    const connect = await signedIn(world);
    const view = await connect.chooseDesk('11');
    expect(view).toMatchObject({
      step: 'connect',
      problem: { at: 'desk', problem: { code: 'connect.notDeskAdministrator' } },
    });
    expect((await connect.chooseDesk('10')).step).toBe('company');
  });

  it('refuses somebody without a portal and gives the grant back', async () => {
    const world = createWorld();
    world.zoho.portals = [];
    const connect = createConnect(world.ports);
    await connect.saveClient(client);
    const view = await connect.signIn('desk');
    expect(view.problem?.problem.code).toBe('connect.noPortal');
    expect(world.seen.revoked).toEqual(['desk-1']);
    expect(await world.vault.grant('desk')).toBeNull();
  });

  it('refuses two data centres, and lets another one be chosen', async () => {
    const world = createWorld();
    const connect = createConnect(world.ports);
    await connect.saveClient(client);
    await connect.signIn('desk');
    world.zoho.dataCentre = 'in';
    const view = await connect.signIn('crm');
    expect(view.problem).toMatchObject({ at: 'crm', problem: { code: 'connect.dataCentreMix' } });
    expect(view.crm).toBeNull();

    await connect.saveClient({ ...client, dataCentre: 'in' });
    expect((await connect.view()).desk).toBeNull();
    await connect.signIn('desk');
    expect((await connect.signIn('crm')).step).toBe('company');
  });

  it('looks again before it binds: rights lost or company changed since the sign-in', async () => {
    const world = createWorld();
    const connect = await signedIn(world);
    world.zoho.company = company('99');
    const view = await connect.authorize({ displayOnly: false });
    expect(view.problem).toMatchObject({
      at: 'company',
      problem: { code: 'connect.companyChanged' },
    });
    expect(await world.vault.connection()).toBeNull();
  });

  it('offers Authorize again when what follows it failed', async () => {
    const world = createWorld();
    let failing = true;
    world.ports = {
      ...world.ports,
      onAuthorized: async () => {
        if (failing) throw new Error('disk full: secret');
      },
    };
    const connect = await signedIn(world);
    const view = await connect.authorize({ displayOnly: false });
    expect(view).toMatchObject({
      step: 'company',
      problem: { at: 'company', problem: { code: 'defect.unforeseen' } },
    });
    expect(JSON.stringify(view)).not.toContain('disk full');
    failing = false;
    expect(await connect.authorize({ displayOnly: false })).toMatchObject({
      step: 'preferences',
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
});

describe('the sign-in window', () => {
  it('is told to everybody while it is open, and there is one', async () => {
    const world = createWorld();
    const connect = createConnect(world.ports);
    await connect.saveClient(client);
    world.zoho.window = createGate();
    const first = connect.signIn('desk');
    const second = connect.signIn('desk');
    await expect(connect.signIn('crm')).rejects.toMatchObject({
      problem: { code: 'connect.busy' },
    });
    await settle();
    expect((await connect.view()).signingIn).toBe('desk');
    world.zoho.window.open();
    expect((await first).signingIn).toBeNull();
    expect(await second).toEqual(await first);
    expect(world.seen.windows).toBe(1);
  });

  it('that a killed worker left behind is cleared by the next view', async () => {
    const world = createWorld();
    const killed = createConnect(world.ports);
    await killed.saveClient(client);
    world.zoho.window = createGate();
    void killed.signIn('crm');
    await settle();

    const view = await createConnect(world.ports).view();
    expect(view).toMatchObject({
      signingIn: null,
      problem: { at: 'crm', problem: { code: 'connect.interrupted' } },
    });
  });
});

describe('signing in again', () => {
  it('asks for just the sign-ins that Zoho no longer accepts, then goes on by itself', async () => {
    const world = createWorld();
    const connect = await connected(world);
    world.zoho.fail.directory = failure('oauth.reconnect', 'configuration');
    const view = await connect.goTo('connect');
    expect(view).toMatchObject({ step: 'connect', desk: null, crm: null });
    delete world.zoho.fail.directory;
    expect(await connect.signIn('desk')).toMatchObject({ step: 'connect' });
    expect(world.seen.reconnected).toBe(0);
    expect(await connect.signIn('crm')).toMatchObject({ step: 'done' });
    expect(world.seen.reconnected).toBe(1);
    expect(await world.vault.connection()).not.toBeNull();
  });

  it('forgets no sign-in because Zoho could not be reached', async () => {
    const world = createWorld();
    const connect = await connected(world);
    world.zoho.fail.directory = failure('zoho.unreachable', 'transient');
    expect((await connect.goTo('connect')).desk).not.toBeNull();
    expect(await world.vault.grant('desk')).not.toBeNull();
  });

  it('replaces the grant and keeps everything else', async () => {
    const world = createWorld();
    const connect = await connected(world);
    const before = await world.vault.connection();
    await connect.goTo('connect');
    expect(await connect.signIn('crm')).toMatchObject({ step: 'done', problem: null });
    expect((await world.vault.grant('crm'))?.refreshToken).toBe('crm-3');
    expect((await world.vault.grant('desk'))?.refreshToken).toBe('desk-1');
    expect(await world.vault.connection()).toEqual(before);
    expect(world.seen.revoked).toEqual(['crm-2']);
    expect(world.seen.authorized).toHaveLength(1);
  });

  it.each([
    ['crm', { company: company('99') }, 'connect.otherCompany'],
    ['crm', { crmAdministrator: false }, 'connect.notCrmAdministrator'],
    ['crm', { dataCentre: 'in' }, 'connect.dataCentreMix'],
    ['desk', { portals: [portal('99')] }, 'connect.otherPortal'],
    ['desk', { portals: [portal('98'), portal('99')] }, 'connect.otherPortal'],
    [
      'desk',
      { deskAdministrator: false, portals: [portal('10', { administrator: false })] },
      'connect.notDeskAdministrator',
    ],
  ] as const)('as somebody else in %s changes nothing: %o', async (side, change, code) => {
    const world = createWorld();
    const connect = await connected(world);
    const before = new Map(world.vault.entries);
    Object.assign(world.zoho, change);
    const view = await connect.signIn(side);
    expect(view.problem).toMatchObject({ at: side, problem: { code } });
    expect(await world.vault.grant(side)).toEqual(before.get(`grant.${side}`));
    expect(await world.vault.connection()).toEqual(before.get('connection'));
    expect(world.seen.revoked).toEqual([`${side}-3`]);
  });

  it('finds the connected portal among several', async () => {
    const world = createWorld();
    const connect = await connected(world);
    world.zoho.portals = [portal('99'), portal('10')];
    expect(await connect.signIn('desk')).toMatchObject({ step: 'done', problem: null });
    const other = await connect.chooseDesk('99');
    expect(other.problem?.problem.code).toBe('connect.otherPortal');
  });

  it('after a new secret needs no sign-in, after a new client both', async () => {
    const world = createWorld();
    const connect = await connected(world);
    expect((await connect.saveClient({ ...client, clientSecret: 'new' })).step).toBe('done');
    expect(await world.vault.grant('crm')).not.toBeNull();
    const view = await connect.saveClient({ ...client, clientId: '1000.NEW' });
    expect(view).toMatchObject({ step: 'connect', desk: null, crm: null });
    expect(await world.vault.grant('crm')).toBeNull();
    expect(await world.vault.connection()).not.toBeNull();
    await connect.signIn('desk');
    expect((await connect.signIn('crm')).step).toBe('done');
  });
});

describe('deleting the integration', () => {
  it('leaves nothing', async () => {
    const world = createWorld();
    const connect = await connected(world);
    await connect.disconnect();
    expect(world.vault.entries.size).toBe(0);
    expect(world.seen).toMatchObject({ deleted: 1, revoked: ['desk-1', 'crm-2'] });
    expect((await connect.view()).step).toBe('client');
  });

  it('is finished by whoever finds it half done, and never looks connected meanwhile', async () => {
    const world = createWorld();
    const connect = await connected(world);
    world.ports.onDeleted = () => new Promise(() => undefined); // the worker dies here
    void connect.disconnect();
    await settle();
    expect(await world.vault.connection()).toBeNull();
    expect(world.vault.entries.size).toBeGreaterThan(0);

    world.ports.onDeleted = async () => undefined;
    await createConnect(world.ports).resume();
    expect(world.vault.entries.size).toBe(0);
  });

  it('goes on without Zoho', async () => {
    const world = createWorld();
    const connect = await connected(world);
    world.ports.oauth.revoke = () => Promise.reject(failure('zoho.unreachable', 'transient'));
    await connect.disconnect();
    expect(world.vault.entries.size).toBe(0);
  });

  it('while a window is open stores nothing when it ends', async () => {
    const world = createWorld();
    const connect = await connected(world);
    const gate = createGate();
    world.zoho.window = gate;
    const signIn = connect.signIn('desk');
    await settle();
    await connect.disconnect();
    gate.open();
    expect(await signIn).toMatchObject({ step: 'client', signingIn: null, problem: null });
    expect(world.vault.entries.size).toBe(0);
    expect(world.seen.revoked).toContain('desk-3');
  });
});
