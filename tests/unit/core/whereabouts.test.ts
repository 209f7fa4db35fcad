import { describe, expect, it } from 'vitest';
import {
  followPage,
  nowhere,
  placeOf,
  type Followed,
  type Standing,
} from '../../../sync/core/whereabouts';
import { tabOf } from '../../../sync/core/place';

const own = 'desk.zoho.eu';
const addressOf = (id: string): string =>
  `https://${own}/agent/halden/support/tickets/details/${id}`;
const one = '11008251';
const other = '11008252';
const list = `https://${own}/agent/halden/support/tickets/list/all-cases`;
const none: Standing = { tickets: [], byLayout: false };
const drawn = (...tickets: string[]): Standing => ({ tickets, byLayout: false });

/** A look at the page `now` ms after the first. */
function look(before: Followed, address: string, now: number, standing: Standing): Followed {
  return followPage(before, { address, tabs: [], now, own }, () => standing);
}

describe('where a page is', () => {
  it('is what a new address says, without a look at what still stands there', () => {
    const asked: unknown[] = [];
    const at = followPage(nowhere, { address: addressOf(one), tabs: [], now: 0, own }, (place) => {
      asked.push(place);
      return drawn(other);
    });
    expect(asked).toEqual([]);
    expect(placeOf(at.where, own)).toEqual({ type: 'ticket', id: one });
    expect(at.rests).toBe(false);
  });

  it('is never the page before, as long as that one may linger', () => {
    const before = look(look(nowhere, addressOf(one), 0, none), addressOf(one), 5000, drawn(one));
    const left = look(look(before, list, 6000, drawn(one)), list, 6999, drawn(one));
    expect(placeOf(left.where, own)).toBeNull();
    expect(left.rests).toBe(false);
  });

  it('is the ticket that came without an address, until the address changes', () => {
    const came = look(look(nowhere, addressOf(one), 0, none), addressOf(one), 500, drawn(one));
    const swapped = look(came, addressOf(one), 1000, drawn(other));
    expect(placeOf(swapped.where, own)).toEqual({ type: 'ticket', id: other });
    const left = look(swapped, list, 1100, drawn(other));
    expect(placeOf(left.where, own)).toBeNull();
    expect(left.where.drawn).toBeNull();
  });

  it('rests once time can change nothing more, unless the layout can', () => {
    const came = look(nowhere, addressOf(one), 0, none);
    expect(look(came, addressOf(one), 999, drawn(one)).rests).toBe(false);
    expect(look(came, addressOf(one), 1000, drawn(one)).rests).toBe(true);
    const hidden = { tickets: [one], byLayout: true };
    expect(look(came, addressOf(one), 1000, hidden).rests).toBe(false);
  });

  it('keeps the names of the menu while the page draws it anew', () => {
    const tab = tabOf('qtab_Cases_Tab', `https://${own}/agent/halden/support/cases/list/all`);
    if (tab === null) throw new Error('a menu entry that names no tab');
    const tabs = [tab];
    const named = followPage(nowhere, { address: list, tabs, now: 0, own }, () => none);
    expect(look(named, addressOf(one), 10, none).where.tabs).toEqual(tabs);
  });
});
