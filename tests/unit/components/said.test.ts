/** What goes wrong is said in every language: each code of the sync has its sentence, in English the same one. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseMessagesFile } from '@wxt-dev/i18n/build';
import { describe, expect, it } from 'vitest';
import { problemText } from '../../../components/ui/problem-text';
import { mandatoryMissing, tooLong, typeMismatch } from '../../../sync/core/field-problem';
import { flapping } from '../../../sync/core/flap';
import { SyncError } from '../../../sync/core/problem';
import { connectCodes, explain } from '../../../sync/engine/connect-problems';
import type { Problem } from '../../../sync/types';
import type { FieldPair } from '../../../sync/types/settings';

const folder = (path: string): string =>
  fileURLToPath(new URL(`../../../${path}`, import.meta.url));

const filesOf = (path: string): readonly (readonly [name: string, text: string])[] =>
  readdirSync(folder(path), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name))
    .map((name) => [name, readFileSync(join(folder(path), name), 'utf8')]);

const sources = filesOf('sync').map(([, text]) => text);
const code = String.raw`'([a-z]\w*\.[a-z]\w*)'`;
const kind = String.raw`(?:kind: )?'(?:transient|configuration|conflict|defect)',\s*`;
const sentence = String.raw`(?:'([A-Z](?:[^'\\\n]|\\.)+)'|"([A-Z][^"\n]+)")`;

/** Every code that the sources name with its sentences: in a table, an object or a call. */
function sentences(): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, Set<string>>();
  const written = new RegExp(
    String.raw`${code}(?:: \[|:|,)\s*(?:${kind})?(?:message:\s*)?${sentence}`,
    'g',
  );
  for (const source of sources)
    for (const [, name = '', single, double] of source.matchAll(written))
      found.set(name, (found.get(name) ?? new Set()).add(single ?? double ?? ''));
  return found;
}

async function saidIn(language: string): Promise<ReadonlyMap<string, string>> {
  const messages = await parseMessagesFile(folder(`components/locales/${language}.yml`));
  return new Map(
    messages.flatMap((each) =>
      each.key[0] === 'said' && each.type !== 'plural'
        ? [[each.key.slice(1).join('.'), each.message] as const]
        : [],
    ),
  );
}

/** Codes whose sentences are in the screens' languages only. */
const screenCodes: readonly string[] = [
  ...connectCodes,
  ...sources.flatMap((source) =>
    [
      ...source.matchAll(new RegExp(String.raw`ofScreens\(\s*${code}`, 'g')),
      // In a table: a kind without a sentence.
      ...source.matchAll(new RegExp(String.raw`${code}: \['\w+'\]`, 'g')),
    ].map(([, name = '']) => name),
  ),
];

const isByCode = (key: string): boolean => !/^(again|setUp)\./.test(key);
const problem = (name: string, more: Partial<Problem> = {}): Problem => ({
  code: name,
  kind: 'conflict',
  message: 'As the sync says it.',
  ...more,
});

describe('the sentences of the sync', () => {
  const engine = sentences();

  it('are found for every code that is named', () => {
    const named = sources.flatMap((source) =>
      [...source.matchAll(new RegExp(String.raw`\bcode: ${code}`, 'g'))].map(
        ([, name = '']) => name,
      ),
    );
    expect([...named, ...screenCodes].length).toBeGreaterThan(90);
    expect(named.filter((name) => !engine.has(name))).toEqual([]);
    expect(screenCodes.filter((name) => engine.has(name))).toEqual([]);
  });

  it('are one for each code', () => {
    expect([...engine].filter(([, each]) => each.size > 1)).toEqual([]);
  });

  it('are the English ones of the screens, word for word', async () => {
    const english = [...(await saidIn('en'))].filter(([key]) => isByCode(key));
    const own = [...engine].map(([name, [first = '']]) => [name, first] as const);
    const ofScreens = english.filter(([key]) => screenCodes.includes(key));
    expect(ofScreens.map(([key]) => key).toSorted()).toEqual(screenCodes.toSorted());
    expect(Object.fromEntries(english)).toEqual(Object.fromEntries([...own, ...ofScreens]));
  });

  it.each(['de', 'ar'])('are all said in %s', async (language) => {
    const own = await saidIn(language);
    const english = await saidIn('en');
    const named = [...engine.keys(), ...screenCodes];
    expect(named.filter((name) => !own.has(name))).toEqual([]);
    expect([...own].filter(([key, text]) => english.get(key) === text)).toEqual([]);
  });
});

describe('a problem on a screen', () => {
  it('is said by its code, with what it is about before it', () => {
    expect(problemText(problem('record.gone'))).toBe(
      'The record no longer exists in Zoho. The next sync deals with its counterpart.',
    );
    expect(problemText(problem('addition.missing', { about: 'Risk' }))).toBe(
      'Risk: CRM requires this. Fill it in, then add.',
    );
    expect(problemText(null)).toBe('');
  });

  it('has its values in the sentence, each with a writing direction of its own', () => {
    const name: FieldPair = {
      desk: 'cf_age',
      crm: 'Age',
      type: 'integer',
      direction: 'both',
      maxLength: { desk: 10, crm: 10 },
    };
    const plain = (text: string): string => text.replace(/[\u2068\u2069]/g, '');
    for (const each of [
      typeMismatch(name, 'crm'),
      typeMismatch({ ...name, type: 'date' }, 'desk'),
      tooLong(name, 'desk', 12, 10),
      mandatoryMissing(name, 'crm'),
      flapping(name),
    ]) {
      expect(each.message).not.toMatch(/[{}]|undefined/);
      expect(plain(problemText(each))).toBe(each.message);
      expect(problemText({ ...each, message: 'Of the log only.' })).toMatch(/\u2068\w+\u2069/);
    }
    expect(problemText(tooLong(name, 'desk', 12_000, 10))).toContain('12,000 characters');
  });

  it.each([
    ['client', /save again/],
    ['desk', /sign in to Desk again/],
    ['crm', /sign in to CRM again/],
    ['company', /choose Authorize again/],
    ['access', /try again/],
  ] as const)('is said in set-up at %s with the step to take again', async (at, again) => {
    const keys = [...(await saidIn('en')).keys()].filter((key) => key.startsWith('setUp.'));
    expect(keys).toHaveLength(6);
    for (const key of keys) {
      const name = key.slice('setUp.'.length);
      const thrown =
        name === 'transient' ? problem('zoho.timeout', { kind: 'transient' }) : problem(name);
      const told = problemText(explain(new SyncError(thrown), at));
      expect(told).toMatch(again);
      expect(told).not.toMatch(/by itself|\b(please|sorry|successfully|oops|invalid|OK)\b/i);
    }
  });

  it('is said in set-up as everywhere where a person has to do no more there', () => {
    const thrown = problem('record.gone');
    expect(explain(new SyncError(thrown), 'crm')).toEqual(thrown);
  });

  // What Zoho showed in a window that was closed is not known.
  it('names what Zoho may have shown when the sign-in window was closed', () => {
    const told = problemText(explain(new SyncError(problem('signIn.closed')), 'crm'));
    expect(told).toMatch(/redirect/);
    expect(told).toMatch(/too many requests/);
  });

  it('is never shown past its translation', () => {
    const shown = filesOf('components')
      .filter(([name]) => name !== join('ui', 'problem-text.ts'))
      .filter(([, text]) =>
        /(?:problem|trouble)\??\.message|\{[^}]*\bmessage\b[^}]*\}: Problem/i.test(text),
      )
      .map(([name]) => name);
    expect(shown).toEqual([]);
  });
});
