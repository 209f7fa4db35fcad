/** The grammar of search criteria: `((Email:equals:a@b.c)and(Last_Name:starts_with:D))` (contract 2.7). */
import type { Comparator, Criterion } from './criteria';
import type { CrmModule } from './metadata';

const operators: Readonly<Record<string, Comparator>> = {
  equals: 'equal',
  not_equal: 'not_equal',
  starts_with: 'starts_with',
  in: 'in',
  between: 'between',
  greater_than: 'greater_than',
  greater_equal: 'greater_equal',
  less_than: 'less_than',
  less_equal: 'less_equal',
};

const mostConditions = 15;
const mostValues = 100;

export interface CriteriaError {
  readonly code: 'INVALID_QUERY' | 'CRITERIA_LIMIT_EXCEEDED';
  readonly message: string;
  readonly details: Readonly<Record<string, unknown>>;
}

export type Parsed =
  | { readonly ok: true; readonly criterion: Criterion }
  | { readonly ok: false; readonly error: CriteriaError };

function wrong(
  details: Readonly<Record<string, unknown>>,
  message = 'Invalid query formed',
): { ok: false; error: CriteriaError } {
  return { ok: false, error: { code: 'INVALID_QUERY', message, details } };
}

/** Splits at commas that are not escaped and takes the escapes off. */
function values(text: string): string[] {
  return text.split(/(?<!\\),/).map((value) => value.replaceAll(/\\([(),:\\])/g, '$1').trim());
}

function condition(text: string, module: CrmModule): Parsed {
  const parts = /^\s*([A-Za-z]\w*(?:\.\w+)?)\s*:\s*([a-z_]+)\s*:(.*)$/is.exec(text);
  if (parts === null) return wrong({ reason: `cannot be read: ${text}` });
  const [, name = '', operator = '', value = ''] = parts;
  const comparator = operators[operator];
  if (comparator === undefined) return wrong({ operator, reason: 'the operator is not supported' });
  if (name !== 'id' && !module.fields.has(name))
    return wrong({ api_name: name, reason: 'the field is not available for search' });
  const given = values(value);
  if (given.length > mostValues)
    return wrong({ param_name: 'criteria' }, 'Only 100 values are allowed in "IN" criteria');
  if (comparator === 'between' && given.length !== 2)
    return wrong({ operator, reason: 'between takes two values' });
  const many = comparator === 'in' || comparator === 'between' || comparator === 'equal';
  return {
    ok: true,
    criterion: {
      field: { api_name: name },
      comparator,
      value: many ? given : values(value).join(','),
    },
  };
}

/** Reads criteria; at most 15 conditions. */
export function parseCriteria(text: string, module: CrmModule): Parsed {
  let at = 0;
  let conditions = 0;

  function group(): Parsed {
    const first = operand();
    if (!first.ok) return first;
    const terms = [first.criterion];
    let operator: 'and' | 'or' | null = null;
    for (;;) {
      const word = /^\s*(and|or)\s*(?=\()/i.exec(text.slice(at));
      if (word === null) break;
      const next = word[1]?.toLowerCase() === 'or' ? 'or' : 'and';
      if (operator !== null && operator !== next)
        return wrong({ reason: 'and and or are mixed without brackets' });
      operator = next;
      at += word[0].length;
      const term = operand();
      if (!term.ok) return term;
      terms.push(term.criterion);
    }
    const [only] = terms;
    if (terms.length === 1 && only !== undefined) return { ok: true, criterion: only };
    return { ok: true, criterion: { group_operator: operator ?? 'and', group: terms } };
  }

  function operand(): Parsed {
    if (text[at] !== '(') return wrong({ reason: 'an opening bracket is missing' });
    at += 1;
    if (text[at] === '(') {
      const inner = group();
      if (!inner.ok) return inner;
      if (text[at] !== ')') return wrong({ reason: 'a closing bracket is missing' });
      at += 1;
      return inner;
    }
    const start = at;
    while (at < text.length && text[at] !== ')') at += text[at] === '\\' ? 2 : 1;
    if (at >= text.length) return wrong({ reason: 'a closing bracket is missing' });
    conditions += 1;
    const parsed = condition(text.slice(start, at), module);
    at += 1;
    return parsed;
  }

  const trimmed = text.trim();
  if (trimmed !== text) return parseCriteria(trimmed, module);
  // A single condition may stand without brackets.
  const parsed = text.startsWith('(') ? group() : ((at = text.length), condition(text, module));
  if (!parsed.ok) return parsed;
  if (at < text.length) return wrong({ reason: `cannot be read: ${text.slice(at)}` });
  if (conditions > mostConditions) {
    return {
      ok: false,
      error: {
        code: 'CRITERIA_LIMIT_EXCEEDED',
        message: 'criteria limit exceeded',
        details: { limit: mostConditions },
      },
    };
  }
  return parsed;
}
