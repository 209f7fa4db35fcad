import { describe, expect, it } from 'vitest';
import { createConnect } from '../../../sync/engine/connect';
import { client, company, createWorld, portal } from './connect-fakes';
import { failure } from './small-fakes';
import { signedIn } from './connected';

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
    const { setUpAt, message } = view.problem!.problem;
    // Said in set-up's own words, or in words that promise nothing by itself.
    expect(setUpAt ?? message).not.toMatch(/by itself/);
    expect(setUpAt).toBe(transient || code === 'signIn.closed' ? place : undefined);
    expect(view).toMatchObject({ signingIn: null, desk: null });
    expect(await world.vault.grant('desk')).toBeNull();

    world.zoho.fail = {};
    const after =
      place === 'desk' ? await connect.signIn('desk') : await connect.saveClient(client);
    expect(after.problem).toBeNull();
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
