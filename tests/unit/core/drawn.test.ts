import { describe, expect, it } from 'vitest';
import { followDrawn, nothingDrawn, type Drawn } from '../../../sync/core/drawn';
import type { Place } from '../../../sync/types';

const one: Place = { type: 'ticket', id: '11008251' };
const list = null;
const look = (before: Drawn, place: Place | null, there: string[], settled = true): Drawn =>
  followDrawn(before, { place, there, settled });

describe('the ticket that a page shows without saying so', () => {
  it('is none while the address’s own is there', () => {
    expect(look(nothingDrawn, one, ['11008251'])).toEqual({ arrived: true, ticket: null });
    expect(look(nothingDrawn, one, ['11008251', '11008252']).ticket).toBeNull();
  });

  it('is none before the address’s own has come: what is there is the page before', () => {
    expect(look(nothingDrawn, one, ['11008252'])).toEqual(nothingDrawn);
  });

  it('is the other one once the address’s own has come and gone', () => {
    const arrived = look(nothingDrawn, one, ['11008251']);
    expect(look(arrived, one, ['11008252']).ticket).toBe('11008252');
  });

  it('is none when the address’s own comes back', () => {
    const other = look(look(nothingDrawn, one, ['11008251']), one, ['11008252']);
    expect(look(other, one, ['11008251']).ticket).toBeNull();
  });

  it('stays while two are drawn, and goes with the last', () => {
    const open = look(nothingDrawn, list, ['11008252']);
    expect(open.ticket).toBe('11008252');
    expect(look(open, list, ['11008252', '11008253']).ticket).toBe('11008252');
    expect(look(open, list, []).ticket).toBeNull();
  });

  it('is never one that lingers after the address has changed', () => {
    expect(look(nothingDrawn, list, ['11008252'], false).ticket).toBeNull();
  });

  it('is none on a contact’s page, whatever is drawn in it', () => {
    const contact: Place = { type: 'contact', id: '11008259' };
    expect(look(nothingDrawn, contact, ['11008252']).ticket).toBeNull();
  });
});
