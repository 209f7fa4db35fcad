/** Reads a COQL query into a tree (contract 2.7): the part that a syncing client uses. */
import type { Comparator, Criterion } from './criteria';
import { tokenize, type Token } from './coql-tokens';

export interface Query {
  readonly columns: readonly string[];
  readonly module: string;
  readonly where: Criterion;
  readonly conditions: number;
  readonly order: readonly { readonly column: string; readonly descending: boolean }[];
  readonly limit: number;
  readonly offset: number;
}

export interface CoqlError {
  readonly code: 'SYNTAX_ERROR' | 'INVALID_QUERY' | 'LIMIT_EXCEEDED';
  readonly message: string;
  readonly details: Readonly<Record<string, unknown>>;
}

export type ParsedQuery =
  | { readonly ok: true; readonly query: Query }
  | { readonly ok: false; readonly error: CoqlError };

const signs: Readonly<Record<string, Comparator>> = {
  '=': 'equal',
  '!=': 'not_equal',
  '>': 'greater_than',
  '>=': 'greater_equal',
  '<': 'less_than',
  '<=': 'less_equal',
};
const reserved = new Set([
  'select',
  'from',
  'where',
  'and',
  'or',
  'order',
  'by',
  'limit',
  'offset',
  'group',
  'in',
  'not',
  'like',
  'between',
  'is',
  'null',
  'asc',
  'desc',
  'external',
]);
const defaultLimit = 200;

/** Marks what went wrong; caught by `parseCoql` alone. */
interface Stop {
  readonly stop: CoqlError;
}

function syntax(
  details: Readonly<Record<string, unknown>>,
  message = 'error occured while parsing the query',
): never {
  const stop: Stop = { stop: { code: 'SYNTAX_ERROR', message, details } };
  throw Object.assign(new Error(message), stop);
}

/** Reads one query. */
export function parseCoql(text: string): ParsedQuery {
  const tokens = tokenize(text);
  if (!Array.isArray(tokens)) {
    return {
      ok: false,
      error: {
        code: 'SYNTAX_ERROR',
        message: 'error occured while parsing the query',
        details: { ...tokens },
      },
    };
  }
  try {
    return { ok: true, query: read(tokens) };
  } catch (error) {
    if (error instanceof Error && 'stop' in error)
      return { ok: false, error: (error as Error & Stop).stop };
    throw error;
  }
}

function read(tokens: readonly Token[]): Query {
  let at = 0;
  let conditions = 0;
  const peek = (): Token => tokens[at] ?? { kind: 'end', value: '', line: 1, column: 1 };
  const is = (word: string, token = peek()): boolean =>
    (token.kind === 'word' || token.kind === 'sign') && token.value.toLowerCase() === word;
  const near = (token = peek()): never =>
    syntax({ line: token.line, column: token.column, near: token.value });
  const take = (): Token => {
    const token = peek();
    at += 1;
    return token;
  };
  const accept = (word: string): boolean => is(word) && take() !== null;
  const expect = (word: string): void => {
    if (!accept(word)) near();
  };
  const clause = (word: string): void => {
    if (!accept(word)) {
      if (peek().kind === 'end') syntax({ clause: word }, 'missing clause');
      near();
    }
  };

  function column(): string {
    const token = take();
    // Quoting a column is how reserved words are named.
    if (token.kind === 'text') return token.value;
    if (token.kind !== 'word' || reserved.has(token.value.toLowerCase())) near(token);
    return token.value;
  }

  function value(): unknown {
    const token = take();
    if (token.kind === 'text') return token.value;
    if (token.kind === 'number')
      return /^-?\d{1,15}(?:\.\d+)?$/.test(token.value) ? Number(token.value) : token.value;
    if (is('true', token) || is('false', token)) return token.value.toLowerCase() === 'true';
    return near(token);
  }

  function valueList(): unknown[] {
    expect('(');
    const values = [value()];
    while (accept(',')) values.push(value());
    expect(')');
    return values;
  }

  function condition(): Criterion {
    const field = { api_name: column() };
    conditions += 1;
    const token = take();
    const sign = token.kind === 'sign' ? signs[token.value] : undefined;
    if (sign !== undefined) return { field, comparator: sign, value: value() };
    if (token.kind !== 'word') return syntax({ operator: token.value });
    const negated = is('not', token);
    const operator = (negated ? take() : token).value.toLowerCase();
    if (operator === 'like')
      return { field, comparator: negated ? 'not_like' : 'like', value: value() };
    if (operator === 'in')
      return { field, comparator: negated ? 'not_in' : 'in', value: valueList() };
    if (operator === 'between' && !negated) {
      const low = value();
      expect('and');
      return { field, comparator: 'between', value: [low, value()] };
    }
    if (operator === 'is' && !negated) {
      const not = accept('not');
      expect('null');
      return { field, comparator: not ? 'is_not_null' : 'is_null', value: null };
    }
    return syntax({ operator: token.value });
  }

  function operand(): Criterion {
    if (!accept('(')) return condition();
    const inner = group();
    expect(')');
    return inner;
  }

  /** At most two criteria stand side by side: more are bracketed in pairs. */
  function group(): Criterion {
    const first = operand();
    const operator = accept('and') ? 'and' : accept('or') ? 'or' : null;
    if (operator === null) return first;
    const second = operand();
    if (is('and') || is('or')) near();
    return { group_operator: operator, group: [first, second] };
  }

  function wholeNumber(): number {
    const token = take();
    if (token.kind !== 'number' || !/^\d+$/.test(token.value)) near(token);
    return Number(token.value);
  }

  clause('select');
  const columns = [column()];
  while (accept(',')) columns.push(column());
  clause('from');
  const module = column();
  clause('where');
  const where = group();
  const order: { column: string; descending: boolean }[] = [];
  if (accept('order')) {
    expect('by');
    do {
      const name = column();
      order.push({ column: name, descending: accept('desc') || (accept('asc'), false) });
    } while (accept(','));
  }
  let [limit, offset] = [defaultLimit, 0];
  if (accept('limit')) {
    limit = wholeNumber();
    // `limit 0, 2000` is offset and limit.
    if (accept(',')) [offset, limit] = [limit, wholeNumber()];
  }
  if (accept('offset')) offset = wholeNumber();
  if (peek().kind !== 'end') near();
  return { columns, module, where, conditions, order, limit, offset };
}
