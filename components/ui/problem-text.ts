import { i18n } from '#i18n';
import type { Problem } from '../../sync/types';
import { count, isolated } from './format';

/** Codes come at run time, so keys are made of them by rule; an unknown key says nothing. */
const said = i18n.t as (key: string, values?: Readonly<Record<string, string>>) => string;

/** What a problem says to a person, in the reader's language; nothing where there is none. */
export function problemText(problem: Problem | null | undefined): string {
  if (!problem) return '';
  const { code, kind, setUpAt, about, message } = problem;
  const values = Object.fromEntries(
    Object.entries(problem.values ?? {}).map(([name, value]) => [
      name,
      typeof value === 'number' ? count(value) : isolated(value),
    ]),
  );
  const again = setUpAt && { again: said(`said.again.${setUpAt}`) };
  const own = again
    ? said(`said.setUp.${code}`, again) || said(`said.setUp.${kind}`, again)
    : said(`said.${code}`, values);
  return (about ? `${about}: ` : '') + (own || message);
}
