/** How one call of the API is declared. */
import type { DeskAgent, DeskOrg, World } from '../world';
import type { Actor } from '../table';
import { badRequest, emptyPayload, fieldError, invalidData } from './errors';

/** A call that was let through, with all that its handler needs. */
export interface Ask {
  readonly world: World;
  readonly org: DeskOrg;
  readonly agent: DeskAgent;
  readonly actor: Actor;
  readonly host: string;
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  /** The parsed body; null for a call without one. */
  readonly body: Readonly<Record<string, unknown>> | null;
}

/** What a call answers: a status and a body, null for none. */
export interface Answer {
  readonly status: number;
  readonly body: unknown;
}

/**
 * The price of a call (contract 3.12): `range` by its offset, `count` 50, anything else in credits.
 * Mass actions and metadata have no documented price and cost 1 [?].
 */
export type Price = 'range' | 'count' | number;

export interface Route {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** In Hono's notation, after `/api/v1`. */
  readonly path: string;
  /** Any of them will do: a list inside one security entry reads as alternatives (contract 1.6). */
  readonly scopes: readonly string[];
  /** The block and action of the profile that the call needs (contract 3.9). */
  readonly needs?: readonly [block: string, action: string];
  readonly price: Price;
  /** Query parameters the call takes; another is refused [M]. */
  readonly query: readonly string[];
  /** Answered without an orgId (contract 3.1). */
  readonly anyOrg?: boolean;
  readonly handle: (ask: Ask) => Answer;
}

/** 200 with a body. Desk answers 200 to a create too (contract 3.3). */
export function ok(body: unknown): Answer {
  return { status: 200, body };
}

/** 204 without a body. */
export const nothing: Answer = { status: 204, body: null };

/** A list; an empty one is 204 (contract 3.1). */
export function list(data: readonly unknown[]): Answer {
  return data.length === 0 ? nothing : ok({ data });
}

/** The path parameter, which the route's pattern guarantees. */
export function param(ask: Ask, name = 'id'): string {
  return ask.params[name] ?? '';
}

/** The body, which must be there (contract 3.2: EMPTY_PAYLOAD). */
export function bodyOf(ask: Ask): Readonly<Record<string, unknown>> {
  if (ask.body === null || Object.keys(ask.body).length === 0) throw emptyPayload();
  return ask.body;
}

/** A list of ids in the body. */
export function idsIn(
  body: Readonly<Record<string, unknown>>,
  name: string,
  max = Number.POSITIVE_INFINITY,
): readonly string[] {
  const value = body[name];
  if (value === undefined || value === null) throw invalidData(fieldError(name, 'missing'));
  if (!Array.isArray(value) || value.length === 0 || value.length > max)
    throw invalidData(fieldError(name));
  return value.map((id: unknown) => {
    if (typeof id !== 'string' && typeof id !== 'number') throw invalidData(fieldError(name));
    return String(id);
  });
}

/** The text of a request as a JSON object; null for no text (contract 3.2). */
export function parseBody(text: string): Readonly<Record<string, unknown>> | null {
  if (text.trim() === '') return null;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw badRequest();
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw badRequest();
  return value as Record<string, unknown>;
}

/** One line of a mass action's answer (contract 3.2). */
interface MassResult {
  readonly id: string;
  readonly success: boolean;
  readonly errors: { readonly errorCode: string; readonly httpCode: string } | null;
}

/** `{results: […]}`: each id done on its own; one that cannot be is UNPROCESSABLE_ENTITY (contract 3.2). */
export function massAction(ids: readonly string[], act: (id: string) => boolean): Answer {
  const results = ids.map((id): MassResult => {
    const success = act(id);
    return {
      id,
      success,
      errors: success ? null : { errorCode: 'UNPROCESSABLE_ENTITY', httpCode: '422' },
    };
  });
  return ok({ results });
}
