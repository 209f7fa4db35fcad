/** Pages by number and by token, the same for lists and related lists (contract 2.2). */
import { addressOf } from '../address';
import type { StoredRecord } from '../table';
import type { CrmCall } from './call';
import { ambiguous, refuseWith } from './errors';
import { compareIds } from './indexes';
import { parseTime, wholeSecond, zohoTime } from './time';

export const limits = {
  fields: 50,
  perPage: 200,
  ids: 100,
  byPage: 2000,
  byToken: 100_000,
  tokenMs: 86_400_000,
} as const;

export type SortKey = 'id' | 'Created_Time' | 'Modified_Time';
export interface Sort {
  readonly by: SortKey;
  readonly order: 'asc' | 'desc';
}

/** The comma-separated `fields`, required in lists. */
export function fieldsParam(call: CrmCall, required: boolean): string[] | null {
  const names = (call.query.get('fields') ?? '')
    .split(',')
    .map((name) => name.trim())
    .filter(Boolean);
  if (names.length === 0) {
    if (required)
      refuseWith(400, 'REQUIRED_PARAM_MISSING', 'One of the expected parameter is missing', {
        param_name: 'fields',
      });
    return null;
  }
  if (names.length > limits.fields) {
    refuseWith(400, 'LIMIT_EXCEEDED', 'You have exceeded the maximum number of fields', {
      limit: limits.fields,
      param_name: 'fields',
    });
  }
  return names;
}

/** The comma-separated `ids`; null if not given. */
export function idsParam(call: CrmCall): string[] | null {
  const text = call.query.get('ids');
  if (text === null) return null;
  const ids = text
    .split(',')
    .map((id) => id.trim())
    .filter(Boolean);
  if (ids.length > limits.ids) {
    refuseWith(400, 'LIMIT_EXCEEDED', 'You have exceeded the maximum number of ids', {
      limit: limits.ids,
      param_name: 'ids',
    });
  }
  return ids;
}

export function sortParam(call: CrmCall): Sort {
  const by = call.query.get('sort_by') ?? 'id';
  const order = call.query.get('sort_order') ?? 'desc';
  if (by !== 'id' && by !== 'Created_Time' && by !== 'Modified_Time') {
    refuseWith(400, 'INVALID_DATA', 'invalid data', {
      param_name: 'sort_by',
      supported_values: ['id', 'Created_Time', 'Modified_Time'],
    });
  }
  if (order !== 'asc' && order !== 'desc') {
    refuseWith(400, 'INVALID_DATA', 'invalid data', {
      param_name: 'sort_order',
      supported_values: ['asc', 'desc'],
    });
  }
  return { by, order };
}

export function countParam(
  call: CrmCall,
  name: 'page' | 'per_page',
  highest: number,
  initial: number,
): number {
  const text = call.query.get(name);
  if (text === null || text === '') return initial;
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) {
    refuseWith(400, 'INVALID_DATA', 'invalid data', {
      param_name: name,
      expected_data_type: 'integer',
    });
  }
  if (value > highest)
    refuseWith(400, 'LIMIT_EXCEEDED', `${name} is beyond its limit`, {
      param_name: name,
      limit: highest,
    });
  return value;
}

/** `If-Modified-Since` in whole seconds; null if not given. */
export function sinceHeader(call: CrmCall): number | null {
  const text = call.request.headers.get('if-modified-since');
  if (text === null) return null;
  const ms = parseTime(text.trim().replaceAll(' ', '+'));
  if (ms === null) {
    refuseWith(400, 'INVALID_DATA', 'invalid data', {
      header_name: 'If-Modified-Since',
      expected_data_type: 'datetime',
    });
  }
  return wholeSecond(ms);
}

export function sortValue(record: StoredRecord, by: SortKey): number {
  return by === 'id'
    ? 0
    : wholeSecond(by === 'Created_Time' ? record.createdAt : record.modifiedAt);
}

/** Order of a list: by its key, records of one second by id. */
export function comparator({
  by,
  order,
}: Sort): (left: StoredRecord, right: StoredRecord) => number {
  const sign = order === 'asc' ? 1 : -1;
  return (left, right) =>
    sign * (sortValue(left, by) - sortValue(right, by) || compareIds(left.id, right.id));
}

/** What a page token remembers: the last row seen, so that changes elsewhere do not shift pages. */
interface Token {
  readonly user: string;
  readonly params: string;
  readonly value: number;
  readonly id: string;
  /** Rows before the page. */
  readonly rows: number;
  readonly backwards: boolean;
  readonly expires: number;
}

function encode(token: Token): string {
  return Buffer.from(JSON.stringify(token)).toString('base64url');
}

function decode(call: CrmCall, text: string, params: string): Token {
  let token: Token | null = null;
  try {
    token = JSON.parse(Buffer.from(text, 'base64url').toString()) as Token;
  } catch {
    // Not one of ours: the same answer as one that was altered.
  }
  if (token === null || typeof token.rows !== 'number') {
    return refuseWith(400, 'INVALID_DATA', 'invalid data', { param_name: 'page_token' });
  }
  if (token.expires <= call.now)
    refuseWith(400, 'EXPIRED_VALUE', 'the page token has expired', { param_name: 'page_token' });
  if (token.user !== call.user.id || token.params !== params) {
    refuseWith(
      400,
      'TOKEN_BOUND_DATA_MISMATCH',
      'the request differs from the one the page token was made for',
      {
        param_name: 'page_token',
      },
    );
  }
  if (token.rows >= limits.byToken) {
    refuseWith(400, 'PAGINATION_LIMIT_EXCEEDED', 'records beyond the limit cannot be fetched', {
      limit: limits.byToken,
    });
  }
  return token;
}

/** First index whose row does not come before the token's row; after it if `past`. */
function seek(rows: readonly StoredRecord[], token: Token, sort: Sort, past: boolean): number {
  const sign = sort.order === 'asc' ? 1 : -1;
  let [low, high] = [0, rows.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const row = rows[middle];
    if (row === undefined) break;
    const order = sign * (sortValue(row, sort.by) - token.value || compareIds(row.id, token.id));
    if (order < 0 || (past && order === 0)) low = middle + 1;
    else high = middle;
  }
  return low;
}

export interface Page {
  readonly rows: readonly StoredRecord[];
  readonly info: Record<string, unknown>;
}

/** The asked page of sorted rows with its info block. */
export function pageOf(
  call: CrmCall,
  rows: readonly StoredRecord[],
  sort: Sort,
  since: number | null,
): Page {
  const perPage = countParam(call, 'per_page', limits.perPage, limits.perPage);
  const tokenText = call.query.get('page_token');
  if (tokenText !== null && call.query.has('page')) ambiguous('page', 'page_token');
  /** What a token is bound to; a list of one page has none. */
  const params = (): string => {
    const bound = [...call.query]
      .filter(([name]) => name !== 'page' && name !== 'page_token')
      .toSorted(([one], [two]) => (one < two ? -1 : 1));
    return JSON.stringify([addressOf(call.request).pathname, since, ...bound]);
  };
  let start: number;
  let before: number;
  if (tokenText === null) {
    const page = countParam(call, 'page', Number.MAX_SAFE_INTEGER, 1);
    start = (page - 1) * perPage;
    before = start;
    if (start + perPage > limits.byPage && start > 0) {
      refuseWith(
        400,
        'DISCRETE_PAGINATION_LIMIT_EXCEEDED',
        'use page_token to fetch records beyond the limit',
        { limit: limits.byPage },
      );
    }
  } else {
    const token = decode(call, tokenText, params());
    start = token.backwards
      ? Math.max(0, seek(rows, token, sort, false) - perPage)
      : seek(rows, token, sort, true);
    before = token.rows;
  }
  const slice = rows.slice(start, start + perPage);
  const more = start + slice.length < rows.length;
  const expires = call.now + limits.tokenMs;
  const make = (row: StoredRecord | undefined, count: number, backwards: boolean): string | null =>
    row === undefined
      ? null
      : encode({
          user: call.user.id,
          params: params(),
          value: sortValue(row, sort.by),
          id: row.id,
          rows: count,
          backwards,
          expires,
        });
  const next = more ? make(slice.at(-1), before + slice.length, false) : null;
  const previous = before > 0 ? make(slice[0], Math.max(0, before - perPage), true) : null;
  return {
    rows: slice,
    info: {
      call: false,
      per_page: perPage,
      next_page_token: next,
      count: slice.length,
      page: Math.floor(before / perPage) + 1,
      previous_page_token: previous,
      page_token_expiry:
        next === null && previous === null ? null : zohoTime(call.org.timeZone, expires),
      sort_by: sort.by,
      sort_order: sort.order,
      email: false,
      more_records: more,
    },
  };
}
