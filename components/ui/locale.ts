import { i18n } from '#i18n';

let found: string | null = null;

/**
 * The locale of dates and numbers: the reader's own variant of the language the words are in, so
 * that no sentence is half in one language and half in another.
 */
export function locale(): string {
  found ??= pick(i18n.t('language'), globalThis.navigator?.languages ?? []);
  return found;
}

export function pick(language: string, preferred: readonly string[]): string {
  const own = preferred.find((tag) => tag === language || tag.startsWith(`${language}-`));
  // Plain "en" would mean the United States' order of day and month.
  return own ?? (language === 'en' ? 'en-GB' : language);
}

/** Marks the page with the language and direction of its words. */
export function markLanguage(root: HTMLElement): void {
  root.lang = i18n.t('language');
  root.dir = i18n.t('direction');
}
