/** Splits a COQL query into its words (contract 2.7). */

export interface Token {
  readonly kind: 'word' | 'text' | 'number' | 'sign' | 'end';
  readonly value: string;
  readonly line: number;
  readonly column: number;
}

const pattern =
  /\s*(?:('(?:[^'\\]|\\.|'')*')|(-?\d+(?:\.\d+)?)(?![\w.])|([A-Za-z_$][\w$]*(?:\.[A-Za-z_]\w*)*)|(!=|>=|<=|<>|[=<>(),*]))/y;

function place(query: string, index: number): { line: number; column: number } {
  const before = query.slice(0, index).split('\n');
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}

/** The tokens with an `end`, or the place of the first character that fits nowhere. */
export function tokenize(
  query: string,
): Token[] | { readonly line: number; readonly column: number; readonly near: string } {
  const tokens: Token[] = [];
  let at = 0;
  while (query.slice(at).trim() !== '') {
    pattern.lastIndex = at;
    const match = pattern.exec(query);
    if (match === null) return { ...place(query, at), near: query.slice(at).trim().slice(0, 20) };
    const [whole, text, number, word, sign] = match;
    const spot = place(query, at + whole.length - whole.trimStart().length);
    if (text !== undefined) {
      tokens.push({
        kind: 'text',
        value: text
          .slice(1, -1)
          .replaceAll(/\\(.)|''/g, (_, escaped: string | undefined) => escaped ?? "'"),
        ...spot,
      });
    } else if (number !== undefined) tokens.push({ kind: 'number', value: number, ...spot });
    else if (word !== undefined) tokens.push({ kind: 'word', value: word, ...spot });
    else tokens.push({ kind: 'sign', value: sign ?? '', ...spot });
    at = pattern.lastIndex;
  }
  tokens.push({ kind: 'end', value: '', ...place(query, query.length) });
  return tokens;
}
