import { describe, expect, it } from 'vitest';
import {
  additionsFor,
  allAllowed,
  allowedFor,
  fullAccess,
  isAnyAllowed,
  nothingAllowed,
} from '../../../sync/core/permissions';
import type {
  DeskProfile,
  Parts,
  PermissionsConfig,
  ProfilePermissions,
} from '../../../sync/protocol/permissions';
import { parsePermissions } from '../../../sync/storage/permissions-shape';

const all: Parts = {
  information: true,
  potentials: true,
  notes: true,
  calls: true,
  events: true,
  tasks: true,
};
const none: Parts = {
  information: false,
  potentials: false,
  notes: false,
  calls: false,
  events: false,
  tasks: false,
};

const agent: DeskProfile = { id: '7', name: 'Agent', switches: null };
const full: ProfilePermissions = {
  visible: true,
  contacts: true,
  accounts: true,
  restricted: null,
};
const configOf = (over: Partial<ProfilePermissions>): PermissionsConfig => ({
  profiles: { '7': { ...full, ...over } },
});

describe('what a profile may see', () => {
  it('is everything until an administrator sets something', () => {
    expect(allowedFor(null, agent)).toEqual(allAllowed);
  });

  it('is nothing where the profile is not known, nor named in what was set', () => {
    expect(allowedFor(null, null)).toEqual(nothingAllowed);
    expect(allowedFor({ profiles: {} }, agent)).toEqual(nothingAllowed);
    for (const id of ['8', '__proto__', 'constructor', ''])
      expect(allowedFor(configOf({}), { ...agent, id })).toEqual(nothingAllowed);
  });

  it('is nothing where it is not visible, whatever else is ticked', () => {
    expect(isAnyAllowed(allowedFor(configOf({ visible: false }), agent))).toBe(false);
    expect(isAnyAllowed(allowedFor(configOf({}), agent))).toBe(true);
  });

  it('is contacts, accounts or both, as wholes', () => {
    expect(allowedFor(configOf({ contacts: false }), agent)).toEqual({
      contacts: null,
      accounts: fullAccess,
      // Types are about contacts: without those there is no board.
      handshake: false,
    });
    expect(allowedFor(configOf({ accounts: false }), agent)).toEqual({
      contacts: { ...fullAccess, account: false },
      accounts: null,
      handshake: true,
    });
    expect(allowedFor(configOf({ contacts: false, accounts: false }), agent)).toEqual(
      nothingAllowed,
    );
  });

  it.each(Object.keys(all) as (keyof Parts)[])('restricted, goes without %s alone', (part) => {
    const { contacts, accounts } = allowedFor(
      configOf({ restricted: { ...all, [part]: false } }),
      agent,
    );
    for (const access of [contacts, accounts]) {
      expect(access?.[part]).toBe(false);
      const off = Object.entries(access ?? {}).flatMap(([name, on]) => (on ? [] : [name]));
      expect(off.filter((name) => name !== 'account')).toEqual([part]);
    }
    expect(contacts?.account).toBe(part !== 'information');
  });

  it('goes without Handshake mode where that is off for everybody', () => {
    const config = { ...configOf({}), handshake: false };
    expect(allowedFor(config, agent)).toEqual({ ...allAllowed, handshake: false });
    expect(allowedFor({ ...config, handshake: true }, agent)).toEqual(allAllowed);
  });

  it("is bounded by Zoho's own switches, each side by its own", () => {
    const bounded: DeskProfile = {
      ...agent,
      switches: { contacts: { ...all, potentials: false }, accounts: none },
    };
    expect(allowedFor(null, bounded)).toEqual({
      contacts: { ...fullAccess, potentials: false, account: false },
      accounts: null,
      handshake: true,
    });
    expect(allowedFor(configOf({ restricted: none }), bounded)).toEqual(nothingAllowed);
  });
});

describe('what a profile may add', () => {
  const adds: ProfilePermissions = { ...full, adds: true };
  const config = (one: ProfilePermissions): PermissionsConfig => ({
    profiles: { '7': one },
    writing: ['note', 'task', 'lead'],
  });

  it('is nothing until the organisation and the profile both allow it', () => {
    expect(additionsFor(null, agent, fullAccess)).toEqual([]);
    expect(additionsFor(config(full), agent, fullAccess)).toEqual([]);
    expect(additionsFor({ profiles: { '7': adds } }, agent, fullAccess)).toEqual([]);
    expect(additionsFor(config(adds), agent, fullAccess)).toEqual(['note', 'task', 'lead']);
    expect(additionsFor(config({ ...adds, visible: false }), agent, fullAccess)).toEqual([]);
    expect(additionsFor(config(adds), { ...agent, id: '8' }, fullAccess)).toEqual([]);
  });

  it('ends where the part is not shown', () => {
    expect(additionsFor(config(adds), agent, null)).toEqual([]);
    expect(additionsFor(config(adds), agent, { ...fullAccess, notes: false })).toEqual([
      'task',
      'lead',
    ]);
    const blind = { ...fullAccess, information: false };
    expect(additionsFor(config(adds), agent, blind)).toEqual(['note', 'task']);
  });
});

describe('a configuration', () => {
  it('is taken whole', () => {
    const config = configOf({ restricted: { ...all, notes: false } });
    expect(parsePermissions(structuredClone(config))).toEqual(config);
    expect(parsePermissions({ profiles: {} })).toEqual({ profiles: {} });
  });

  it.each([
    null,
    [],
    {},
    { profiles: [] },
    { profiles: { 'not an id': full } },
    { profiles: { '7': { ...full, visible: 'yes' } } },
    { profiles: { '7': { ...full, restricted: { ...all, notes: undefined } } } },
    { profiles: { '7': { ...full, more: true } } },
    { profiles: Object.fromEntries(Array.from({ length: 501 }, (_, at) => [at, full])) },
  ])('is not %j', (value) => {
    expect(parsePermissions(value)).toBeNull();
  });
});
