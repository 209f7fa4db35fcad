import { describe, expect, it } from 'vitest';
import { wrap } from '../../../sync/core/envelope';
import { createConnect, type Connect } from '../../../sync/engine/connect';
import { isStarted } from '../../../sync/engine/connect-state';
import { joinText } from '../../../sync/engine/join';
import { client, company, createWorld, portal } from './connect-fakes';
import { failure } from './small-fakes';

type World = ReturnType<typeof createWorld>;

const agents = { id: '1000.AGENTS', secret: 'agents-secret' };
const permissions = { profiles: {} };

/** What an administrator of these two organisations would send round. */
function textFor(world: World, settings: { permissions: typeof permissions } | null = null) {
  const { zoho } = world;
  const connection = {
    dataCentre: zoho.dataCentre,
    deskOrg: portal('10'),
    crmOrg: company('20', { zgid: '21' }),
    user: { name: 'A', email: 'a@example.com' },
    scopes: [],
    connectedAt: 0,
  };
  return joinText(connection, agents, settings);
}

async function joined(world: World): Promise<Connect> {
  world.zoho.company = company('20', { zgid: '21' });
  world.zoho.deskAdministrator = false;
  world.zoho.crmAdministrator = false;
  const connect = createConnect(world.ports);
  await connect.correspondence.paste(textFor(world));
  await connect.signIn('desk');
  await connect.signIn('crm');
  return connect;
}

describe('an agent joins', () => {
  it('with the client of the text, without rights, and never begins a sync', async () => {
    const world = createWorld();
    const connect = await joined(world);
    expect(await connect.view()).toMatchObject({
      step: 'done',
      problem: null,
      access: { agent: { deskName: 'Portal 10', crmUser: true } },
    });
    expect(await world.vault.client()).toEqual(agents);
    expect(await world.vault.connection()).toMatchObject({ deskOrg: { id: '10' }, crmUser: true });
    await connect.start();
    expect(world.seen).toMatchObject({ started: 0, authorized: [], reconnected: 0 });
    expect(isStarted(await world.vault.setup())).toBe(false);
  });

  it('not as somebody of another help desk, company or data centre', async () => {
    const world = createWorld();
    world.zoho.company = company('99', { zgid: '99' });
    world.zoho.portals = [portal('11')];
    const connect = createConnect(world.ports);
    await connect.correspondence.paste(textFor(world));
    const code = async (): Promise<string | undefined> =>
      (await connect.view()).problem?.problem.code;
    await connect.signIn('desk');
    expect(await code()).toBe('join.otherPortal');
    await connect.signIn('crm');
    expect(await code()).toBe('join.otherCompany');
    world.zoho.dataCentre = 'us';
    await connect.signIn('desk');
    expect(await code()).toBe('join.otherDataCentre');
    expect(world.seen.revoked).toHaveLength(3);
    expect(await world.vault.connection()).toBeNull();
  });

  it.each(['zoho.noPermission', 'oauth.scopeMissing'])(
    'without a CRM user, as CRM says by %s, and the sign-in is given back',
    async (code) => {
      const world = createWorld();
      const connect = createConnect(world.ports);
      await connect.correspondence.paste(textFor(world));
      await connect.signIn('desk');
      world.zoho.fail.directory = failure(code);
      await connect.signIn('crm');
      expect(await connect.view()).toMatchObject({
        step: 'done',
        access: { agent: { crmUser: false } },
      });
      expect(await world.vault.grant('crm')).toBeNull();
      expect(world.seen.revoked).toEqual(['crm-2']);
    },
  );

  it.each([
    ['', 'join.unreadable'],
    ['tandem-join-1.AAAA.0', 'join.incomplete'],
    ['tandem-join-7.AAAA.0.', 'join.newer'],
    [wrap('join', { dataCentre: 'eu' }), 'join.unreadable'],
    [wrap('join', null), 'join.unreadable'],
    [wrap('request', { id: 'x' }), 'join.unreadable'],
    [wrap('approval', 'x'), 'request.elsewhere'],
  ])('not by a text that is none: %#', async (text, code) => {
    const world = createWorld();
    const connect = createConnect(world.ports);
    await connect.correspondence.paste(text);
    expect(await connect.view()).toMatchObject({
      step: 'client',
      problem: { at: 'access', problem: { code } },
    });
    expect(await world.vault.client()).toBeNull();
  });

  it('not by a text that somebody added to', async () => {
    const world = createWorld();
    const whole: unknown = JSON.parse(
      atob((textFor(world).split('.')[1] ?? '').replaceAll('-', '+').replaceAll('_', '/')),
    );
    const hostile = [
      { ...(whole as object), apiDomain: 'https://evil.example' },
      { ...(whole as object), dataCentre: 'xx' },
      { ...(whole as object), client: { id: 'a\r\nb', secret: 's' } },
      { ...(whole as object), settings: { permissions: { profiles: { x: true } } } },
      JSON.parse(JSON.stringify(whole).replace('{', '{"__proto__":{"a":1},')) as unknown,
    ];
    const connect = createConnect(world.ports);
    for (const value of hostile) {
      await connect.correspondence.paste(wrap('join', value));
      const { problem, access } = await connect.view();
      expect([problem?.problem.code, access.agent]).toEqual(['join.unreadable', null]);
    }
  });

  it('not over an integration that is there', async () => {
    const world = createWorld();
    const connect = createConnect(world.ports);
    await connect.saveClient(client);
    await connect.signIn('desk');
    await connect.signIn('crm');
    await connect.authorize({ displayOnly: true });
    await connect.correspondence.paste(textFor(world));
    expect(await connect.view()).toMatchObject({
      step: 'done',
      access: { agent: null },
      problem: { problem: { code: 'join.connected' } },
    });
    expect(await world.vault.client()).toMatchObject({ id: '1000.ABC' });
  });
});

describe('what is published', () => {
  it('is taken over once, kept when nothing readable is there, and not asked for too often', async () => {
    const world = createWorld();
    const connect = await joined(world);
    world.zoho.published = { state: 'current', version: 5, settings: { permissions } };
    await connect.correspondence.poll('settings');
    expect(world.seen.settings).toEqual([permissions]);
    world.zoho.published = { state: 'current', version: 6, settings: { permissions } };
    await connect.correspondence.poll('settings');
    expect(world.seen.settings).toHaveLength(1);
    world.clock.advance(5 * 60_000);
    await connect.correspondence.poll('settings');
    expect(world.seen.settings).toHaveLength(2);
    for (const state of ['none', 'torn', 'newer'] as const) {
      world.zoho.published = { state };
      await connect.correspondence.follow();
    }
    // An older version is no news.
    world.zoho.published = { state: 'current', version: 4, settings: { permissions } };
    await connect.correspondence.follow();
    expect(world.seen.settings).toHaveLength(2);
    expect((await connect.view()).access.agent?.settingsOf).toBe(6);
  });

  it('being withdrawn, the installation empties itself and says why', async () => {
    const world = createWorld();
    const connect = await joined(world);
    world.zoho.published = { state: 'withdrawn', version: 9 };
    await connect.correspondence.follow();
    expect(await world.vault.connection()).toBeNull();
    expect(world.seen.deleted).toBe(1);
    expect(await connect.view()).toMatchObject({
      step: 'client',
      access: { agent: null },
      problem: { at: 'access', problem: { code: 'join.withdrawn' } },
    });
  });
});

describe('a request for access', () => {
  it('shows a check number of itself and its key, to asker and approver alike', async () => {
    const world = createWorld();
    const connect = createConnect(world.ports);
    await connect.saveClient(client);
    await connect.signIn('desk');
    await connect.correspondence.request('luca@example.com');
    const { access } = await connect.view();
    const { request } = (await world.vault.setup()) ?? {};
    const { id = '', publicKey = '' } = request ?? {};
    expect(publicKey).toMatch(/^k{80}/);
    const number = await world.ports.seal.fingerprint(`${id} ${publicKey}`);
    expect(access.request?.checkCode).toBe(number);

    const other = createWorld();
    const approver = createConnect(other.ports);
    await approver.correspondence.paste(access.request?.text ?? '');
    expect((await approver.view()).access.approval?.checkCode).toBe(number);
  });
});

describe('a code for the telephone', () => {
  it('is asked about no more often than Zoho allows, and again after the worker died', async () => {
    const world = createWorld();
    const connect = createConnect(world.ports);
    await connect.saveClient(client);
    await connect.signIn('desk');
    await connect.correspondence.request('luca@example.com');
    await connect.correspondence.code({ id: 'device', secret: 'secret' });
    await connect.correspondence.checkCode();
    await connect.correspondence.checkCode();
    expect(world.seen.polls).toBe(1);
    world.clock.advance(29_000);
    await connect.correspondence.checkCode();
    expect(world.seen.polls).toBe(1);
    world.clock.advance(2_000);
    const next = createConnect(world.ports);
    world.zoho.device = {
      state: 'granted',
      grant: {
        refreshToken: 'by-code',
        scopes: ['crm.read'],
        dataCentre: 'eu',
        apiDomain: 'https://www.zohoapis.eu',
        grantedAt: 1,
      },
    };
    await next.correspondence.poll('code');
    expect(world.seen.polls).toBe(2);
    expect(await next.view()).toMatchObject({ step: 'company', access: { request: null } });
    // It works with the client it was given to and no other.
    expect(await world.vault.grant('crm')).toMatchObject({ client: { id: 'device' } });
  });
});
