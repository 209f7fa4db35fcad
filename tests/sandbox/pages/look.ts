/**
 * How the agent interface shows itself: the axes on which real portals and agents differ.
 * Asked for by query (`?mode=dark`), kept in a cookie until asked for otherwise, so that
 * later pages of the same browser stay alike.
 */
import type { World } from '../world';

const choices = {
  mode: ['light', 'dark', 'pureDark'],
  dir: ['ltr', 'rtl'],
  /** Row layouts of the ticket list. */
  layout: ['classic', 'compact', 'table', 'cards'],
  /** Whether the list keeps every row, or draws those in view and recycles their nodes. */
  rows: ['append', 'recycle'],
  /** What a row's subject links to; `mixed` takes turns. */
  links: ['mixed', 'href', 'void', 'click'],
  /** Class prefix: it changed once and may change again. */
  prefix: ['zd_v2', 'zd', 'zd_v3'],
  /** Attributes that name the parts; a portal of the future may lack them. */
  ids: ['on', 'off'],
  /** Where the mode is stated. */
  modeAt: ['html', 'body', 'desk', 'none'],
  trusted: ['off', 'on'],
  /** Whether going from ticket to ticket changes the address, or only what is drawn (desk-ui 6). */
  moves: ['address', 'still'],
} as const;

type Choices = typeof choices;
type Choice = { readonly [Name in keyof Choices]: Choices[Name][number] };
/** Seen as one mapped type, so that a choice and its values are known to belong together. */
const valuesOf: { readonly [Name in keyof Choices]: readonly Choice[Name][] } = choices;

export interface DeskLook extends Choice {
  /** Latency of every JSON answer, ms. */
  readonly delay: number;
  /** How long the old ticket's container stays beside the new one, ms. */
  readonly linger: number;
  /** URL slugs follow the tabs' display names, which portals change. */
  readonly tickets: string;
  readonly contacts: string;
  readonly accounts: string;
  /** E-mail of the agent who looks; empty for the first agent. */
  readonly as: string;
}

/** Tests may set defaults for a world under this key, as a partial `DeskLook`. */
export const deskLookKey = 'pages.deskLook';
const cookieName = 'desk_look';

const defaults: DeskLook = {
  mode: 'light',
  dir: 'ltr',
  layout: 'classic',
  rows: 'append',
  links: 'mixed',
  prefix: 'zd_v2',
  ids: 'on',
  modeAt: 'html',
  trusted: 'off',
  moves: 'address',
  delay: 40,
  linger: 120,
  tickets: 'tickets',
  contacts: 'contacts',
  accounts: 'accounts',
  as: '',
};

function readLook(base: DeskLook, query: URLSearchParams): DeskLook {
  const choice = <Name extends keyof Choices>(name: Name): Choice[Name] => {
    return valuesOf[name].find((value) => value === query.get(name)) ?? base[name];
  };
  const milliseconds = (name: 'delay' | 'linger'): number => {
    const value = Number(query.get(name) ?? Number.NaN);
    return Number.isFinite(value) && value >= 0 ? Math.min(value, 30_000) : base[name];
  };
  const slug = (name: 'tickets' | 'contacts' | 'accounts'): string => {
    const value = query.get(name);
    return value !== null && /^[^/?#\s]{1,60}$/.test(value) ? value : base[name];
  };
  return {
    mode: choice('mode'),
    dir: choice('dir'),
    layout: choice('layout'),
    rows: choice('rows'),
    links: choice('links'),
    prefix: choice('prefix'),
    ids: choice('ids'),
    modeAt: choice('modeAt'),
    trusted: choice('trusted'),
    moves: choice('moves'),
    delay: milliseconds('delay'),
    linger: milliseconds('linger'),
    tickets: slug('tickets'),
    contacts: slug('contacts'),
    accounts: slug('accounts'),
    as: query.get('as') ?? base.as,
  };
}

function cookieOf(request: Request): URLSearchParams {
  const header = request.headers.get('cookie') ?? '';
  const pair = header.split(/;\s*/).find((part) => part.startsWith(`${cookieName}=`));
  // Escaped once more than URLSearchParams does, because a cookie's value must not hold `;` or `=`.
  return new URLSearchParams(
    new URLSearchParams(`v=${pair?.slice(cookieName.length + 1) ?? ''}`).get('v') ?? '',
  );
}

/** The query wins over the cookie, the cookie over the world's default. */
export function lookOf(world: World, request: Request): DeskLook {
  const ofWorld = (world.own.get(deskLookKey) ?? {}) as Partial<DeskLook>;
  const kept = readLook({ ...defaults, ...ofWorld }, cookieOf(request));
  return readLook(kept, new URL(request.url).searchParams);
}

/** Only what was asked for is kept, so that changed defaults still reach an old browser. */
export function lookCookie(request: Request): string | null {
  const asked = cookieOf(request);
  let changed = false;
  for (const [name, value] of new URL(request.url).searchParams) {
    if (!(name in defaults) || asked.get(name) === value) continue;
    asked.set(name, value);
    changed = true;
  }
  return changed
    ? `${cookieName}=${encodeURIComponent(asked.toString())}; Path=/; SameSite=Lax`
    : null;
}
