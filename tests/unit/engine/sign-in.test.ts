import { describe, expect, it } from 'vitest';
import { createConnect } from '../../../sync/engine/connect';
import { client, company, createWorld, portal } from './connect-fakes';
import { createGate, failure, settle } from './small-fakes';
import { connected } from './connected';

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
