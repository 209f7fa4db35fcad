import { describe, expect, it } from 'vitest';
import {
  age,
  amount,
  atTime,
  calendarDay,
  closes,
  count,
  dayText,
  due,
  duration,
  initials,
  lately,
  moment,
} from '../../../components/ui/format';
import { pick } from '../../../components/ui/locale';
import { now } from './fixtures';

const minute = 60_000;
const hour = 60 * minute;
const on = (day: number, hours = 0, minutes = 0, month = 2, year = 2026): number =>
  new Date(year, month, day, hours, minutes).getTime();

describe('age', () => {
  it.each([
    [now - 20_000, 'just now'],
    [now + 5 * minute, 'just now'],
    [now - 2 * minute, '2 min ago'],
    [now - 59 * minute, '59 min ago'],
    [now - 3 * hour, '3 h ago'],
    [on(11, 23, 30), 'yesterday'],
    [on(9, 9), '3 days ago'],
    [on(19, 9, 0, 1), '19 Feb'],
    [on(19, 9, 0, 1, 2025), '19 Feb 2025'],
  ])('%#: %s reads %s', (at, text) => expect(age(at, now)).toBe(text));

  it('counts calendar days past midnight, not 24-hour spans', () => {
    expect(age(on(11, 22), on(12, 1))).toBe('yesterday');
    expect(age(on(11, 23, 50), on(12, 0, 10))).toBe('20 min ago');
  });
});

describe('moment', () => {
  it.each([
    [on(12, 14, 30), false, 'today 14:30'],
    [on(12), true, 'today'],
    [on(13, 9, 5), false, 'tomorrow 09:05'],
    [on(11, 17, 5), false, 'yesterday 17:05'],
    [on(17, 10), false, 'Tue 17 Mar, 10:00'],
    [on(17), true, 'Tue 17 Mar'],
    [on(17, 10, 0, 2, 2027), false, '17 Mar 2027, 10:00'],
  ])('%#: reads %s', (at, wholeDay, text) => expect(moment(at, wholeDay, now)).toBe(text));

  it('shortens what is of today', () => {
    expect(atTime(on(12, 8, 52), now)).toBe('at 08:52');
    expect(atTime(on(11, 8, 52), now)).toBe('yesterday 08:52');
    expect(lately(now - 26 * minute, now)).toBe('26 min ago');
    expect(lately(on(11, 17, 5), now)).toBe('yesterday 17:05');
  });
});

describe('due', () => {
  it.each([
    [on(10), true, '2 days overdue', 'red'],
    [on(11), true, '1 day overdue', 'red'],
    [on(12), true, 'today', ''],
    [on(12, 10), false, 'overdue since 10:00', 'red'],
    [on(12, 14, 30), false, 'today 14:30', ''],
  ])('%#: says %s', (at, wholeDay, text, urgency) =>
    expect(due(at, wholeDay, now)).toEqual({ text, urgency }),
  );
});

describe('closes', () => {
  it.each([
    ['2026-02-28', '12 days overdue', 'red'],
    ['2025-01-24', '412 days overdue', 'red'],
    ['2026-03-12', 'closes today', 'amber'],
    ['2026-03-13', 'closes tomorrow', 'amber'],
    ['2026-03-21', 'closes in 9 days', ''],
    ['2026-04-30', 'closes 30 Apr', ''],
    ['2027-04-30', 'closes 30 Apr 2027', ''],
    ['soon', 'soon', ''],
  ])('%s: %s', (text, said, urgency) => expect(closes(text, now)).toEqual({ text: said, urgency }));

  it('knows no 31st of February', () => {
    expect(calendarDay('2026-02-31')).toBeNull();
    expect(dayText('2025-03-03', now)).toBe('3 Mar 2025');
  });
});

describe('numbers', () => {
  it('groups digits and shows cents only where there are some', () => {
    expect(amount(12_400)).toBe('12,400');
    expect(amount(96_500.5)).toBe('96,500.50');
    expect(amount(-3)).toBe('-3');
    expect(count(22_102)).toBe('22,102');
  });

  it('tells durations as exactly as they are useful', () => {
    expect(duration(200)).toBe('1 s');
    expect(duration(40_000)).toBe('40 s');
    expect(duration(9 * minute)).toBe('9 min');
    expect(duration(2 * hour + 5 * minute)).toBe('2 h 5 min');
    expect(duration(3 * hour)).toBe('3 h');
    expect(duration(72 * hour)).toBe('3 days');
  });
});

describe('initials', () => {
  it.each([
    ['Ada Lindqvist', 'AL'],
    ['maría ángeles núñez', 'MN'],
    ['Nordwind', 'N'],
    ['  ', '?'],
    ['<img src=x>', 'S'],
    ['عبد الرحمن', 'عا'],
    ['n̈ø', 'N̈'],
  ])('%s: %s', (name, letters) => expect(initials(name)).toBe(letters));
});

describe('locale', () => {
  it("takes the reader's own variant of the catalogue's language, and no other language", () => {
    expect(pick('en', ['de-AT', 'en-US', 'en-GB'])).toBe('en-US');
    expect(pick('en', ['de'])).toBe('en-GB');
    expect(pick('de', ['en'])).toBe('de');
    expect(pick('en', ['enm'])).toBe('en-GB');
  });
});
