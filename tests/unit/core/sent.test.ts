import { describe, expect, it } from 'vitest';
import { unlink } from '../../../sync/core/deletion';
import { joined } from '../../../sync/core/draft';
import { isLinked, newPair, observed } from '../../../sync/core/pair';
import { parted } from '../../../sync/core/part';
import { planPairs } from '../../../sync/core/plan';
import { quarantineMs } from '../../../sync/core/quarantine';
import { mayStillCome, noted, unnoted } from '../../../sync/core/sent';
import { defaultConfig } from '../../../sync/core/standard-fields';
import type { Fields, Pair } from '../../../sync/types';

const config = defaultConfig(0);
const fields = config.fields.contact;
const linked = (desk: Fields, crm: Fields): Pair => ({
  ...newPair('contact', 'desk', { id: '1', createdAt: 1, modifiedAt: 1, fields: desk }, config),
  crm: { id: '2', createdAt: 1, modifiedAt: 1, fields: crm, presence: 'alive' },
  base: { desk: { title: 'a', phone: '1' }, crm: { Title: 'a', Phone: '1' } },
  linkedBy: 'match',
});
const edited = linked({ title: 'a', phone: '1' }, { Title: 'b', Phone: '2' });
const under = noted(edited, 'desk', { title: 'b', phone: '2' }, 1_000, fields);
const seen = (pair: Pair, values: Fields): Pair | null =>
  observed(pair, 'desk', { id: '1', createdAt: 1, modifiedAt: 2_000, fields: values }, config);

const nothing = {
  candidates: [],
  links: new Map<string, string>(),
  tombstoned: new Set<string>(),
  blocked: new Set<string>(),
};
const over = { desk: 1_001 + quarantineMs, crm: null };

describe('a write whose answer was lost', () => {
  it('is known again when it shows, and is no edit', () => {
    const after = seen(under, { title: 'b', phone: '2' });
    expect(after?.sent).toBeUndefined();
    expect(after?.base).toEqual({
      desk: { title: 'b', phone: '2' },
      crm: { Title: 'b', Phone: '2' },
    });
  });

  it('leaves what was edited since an edit', () => {
    const after = seen(under, { title: 'b', phone: '3' });
    expect(after?.base?.desk).toEqual({ title: 'b', phone: '2' });
    expect(after?.base?.crm).toEqual({ Title: 'b', Phone: '2' });
  });

  it('does not stand beside what was brought to the other side before it came', () => {
    const brought: Pair = {
      ...under,
      crm: { ...under.crm!, fields: { Title: 'b', Phone: '5' } },
      unseen: { side: 'crm', fields: { Phone: '5' }, modifiedAt: 1_500 },
    };
    const late = seen(brought, { title: 'b', phone: '2' })!;
    const { actions } = planPairs([late], { ...nothing, clocks: over }, config);
    expect(actions).toMatchObject([{ type: 'update', side: 'desk', fields: { phone: '5' } }]);
  });

  it('is not told by an account or by nothing, which anybody may have entered', () => {
    const lookup = fields.find((field) => field.type === 'lookup');
    expect(lookup?.desk).toBe('accountId');
    const sent = { title: 'b', accountId: '7', phone: null };
    const pair = noted(edited, 'desk', sent, 1_000, fields);
    const same = seen(pair, { title: 'a', accountId: '7', phone: null });
    // The title was never written: Desk has not edited it, and the write may still come.
    expect(same?.sent).toEqual(pair.sent);
    expect(same?.base).toEqual(edited.base);
    expect(seen(pair, sent)?.base?.desk).toEqual(sent);
    expect(seen(pair, { title: 'b', accountId: '8', phone: '9' })?.base?.desk).toEqual(sent);
  });

  it('stays noted while it does not show', () => {
    expect(seen(under, { title: 'a', phone: '9' })?.sent).toEqual(under.sent);
  });

  it('may have been cleared again, which goes on record before it is repeated', () => {
    const empty = linked({ title: 'a', phone: null }, { Title: 'a', Phone: '2' });
    const base = { desk: { title: 'a', phone: null }, crm: { Title: 'a', Phone: null } };
    const lost = noted({ ...empty, base }, 'desk', { phone: '2' }, 1_000, fields);
    const conflictsOf = (pair: Pair | null) =>
      planPairs(pair ? [pair] : [], { ...nothing, clocks: over }, config).actions.map((one) =>
        one.type === 'update' ? one.conflicts.map(({ field, kept }) => [field.desk, kept]) : null,
      );
    // Not modified since: it never got there.
    expect(conflictsOf(lost)).toEqual([[]]);
    expect(conflictsOf(seen(lost, { title: 'a', phone: null }))).toEqual([[['phone', 'crm']]]);
  });

  it('keeps anything else from being written there until it cannot come any more', () => {
    const at = (desk: number | null) =>
      planPairs([under], { ...nothing, clocks: { desk, crm: null } }, config);
    expect(at(1_000 + quarantineMs)).toEqual({ actions: [], waiting: [under.key] });
    expect(at(null).waiting).toEqual([under.key]);
    expect(at(1_001 + quarantineMs).actions.map((one) => one.type)).toEqual(['update']);
    expect(mayStillCome(under, 'crm', 0)).toBe(false);
    // A write to the other side meanwhile forgets nothing.
    const both = noted(under, 'crm', { Title: 'c' }, 2_000, fields);
    expect(mayStillCome(both, 'desk', 1_000)).toBe(true);
    const { sent } = { ...both, ...unnoted(both, 'crm') };
    expect(sent).toEqual(under.sent);
  });

  it('is waited for by the record that has lost its counterpart, and by its next link', () => {
    const { pair: rest } = unlink(under, 'crm', config);
    expect(rest && mayStillCome(rest, 'desk', 1_000)).toBe(true);
    const crm = { id: '3', createdAt: 1, modifiedAt: 1, fields: { Title: 'z', Phone: '1' } };
    const next = joined(rest ?? under, newPair('contact', 'crm', crm, config), 'first', config);
    expect(mayStillCome(next, 'desk', 1_000)).toBe(true);
    expect(mayStillCome(next, 'crm', 1_000)).toBe(false);
    // It came, made of another record: nothing is agreed on with this one.
    const base = { desk: { title: 'z', phone: '1' }, crm: { Title: 'z', Phone: '1' } };
    const after = seen({ ...next, base }, { title: 'b', phone: '2' });
    expect(after?.sent).toBeUndefined();
    expect(after?.base).toEqual({ desk: {}, crm: {} });
    expect(seen(rest ?? under, { title: 'b', phone: '2' })?.sent).toBeUndefined();
  });

  it('stays with the record it went to when a person cuts the link', () => {
    if (!isLinked(under)) throw new Error('not linked');
    const parts = parted(under, config);
    expect(mayStillCome(parts.desk, 'desk', 1_000)).toBe(true);
    expect(parts.crm.sent).toBeUndefined();
  });
});
