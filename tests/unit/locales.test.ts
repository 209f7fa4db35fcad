/** Every language says everything: the same keys, the same placeholders, plurals that its grammar allows. */
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseMessagesFile } from '@wxt-dev/i18n/build';
import { describe, expect, it } from 'vitest';

const folder = fileURLToPath(new URL('../../components/locales', import.meta.url));
const languages = readdirSync(folder).map((file) => file.replace('.yml', ''));

/** Plain messages by key; forms of a plural by key and form. */
async function messagesOf(language: string): Promise<ReadonlyMap<string, string>> {
  const messages = new Map<string, string>();
  for (const parsed of await parseMessagesFile(`${folder}/${language}.yml`)) {
    const key = parsed.key.join('.');
    if (parsed.type === 'plural')
      for (const [form, text] of Object.entries(parsed.plurals))
        messages.set(`${key}#${form}`, text);
    else messages.set(key, parsed.message);
  }
  return messages;
}

const placeholders = (text = ''): string[] => (text.match(/\{\w+\}/g) ?? []).toSorted();

describe.each(languages.filter((language) => language !== 'en'))('%s', async (language) => {
  const english = await messagesOf('en');
  const own = await messagesOf(language);

  it('lacks no key and has none of its own', () => {
    expect([...english.keys()].filter((key) => !own.has(key))).toEqual([]);
    expect([...own.keys()].filter((key) => !english.has(key))).toEqual([]);
  });

  it('has the same placeholders in every message', () => {
    const differing = [...english]
      .filter(
        ([key, text]) =>
          own.has(key) && placeholders(text).join() !== placeholders(own.get(key)).join(),
      )
      .map(([key]) => key);
    expect(differing).toEqual([]);
  });

  it('says nothing with no words', () => {
    expect([...own].filter(([, text]) => text.trim() === '').map(([key]) => key)).toEqual([]);
  });

  it('is written in its own direction', () => {
    const { direction } = new Intl.Locale(language) as unknown as { direction?: string };
    expect(own.get('language')).toBe(language);
    expect(own.get('direction')).toBe(language === 'ar' ? 'rtl' : 'ltr');
    expect(direction ?? own.get('direction')).toBe(own.get('direction'));
  });

  it('has plurals that are right for every number', () => {
    const forms = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
    if (forms.length <= 2) return expect(forms.toSorted()).toEqual(['one', 'other']);
    // More forms than the two that a message has: a counted noun may not follow its number.
    const counted = [...own]
      .filter(([key]) => key.endsWith('#n'))
      .filter(([, text]) => /\{count\}\s+(?!من\s)[\p{L}]/u.test(text))
      .map(([key, text]) => `${key}: ${text}`);
    expect(counted).toEqual([]);
  });
});
