/**
 * How the settings that agents need are written down where every installation can read them: a
 * head that names a version, and its text in parts. There are two places for the parts. A new
 * version goes into the place that the head does not name, and the head is written last, so a
 * reader sees the old version whole or the new one whole. What was mixed all the same, by two
 * administrators at once or by a hand, is told by the version in every part and the digest of all.
 */
import { digest } from './digest';

/** Grows when older readers could misread what is written. */
const format = 1;

/** What the head says. `withdrawn`: the integration is deleted, and agents' copies with it. */
export type Head =
  | {
      readonly version: number;
      readonly place: 'a' | 'b';
      readonly parts: number;
      readonly digest: string;
    }
  | { readonly version: number; readonly withdrawn: true };

/** Values by the names of their variables, as read in one call. */
export type Board = ReadonlyMap<string, string>;

/** What is on the board. `torn`: parts are missing or of another version; nothing of it is used. */
export type Reading =
  | { readonly state: 'none' }
  | { readonly state: 'withdrawn'; readonly version: number }
  | { readonly state: 'torn'; readonly version: number }
  /** Written by a newer Tandem than this one can read. */
  | { readonly state: 'newer' }
  | { readonly state: 'whole'; readonly version: number; readonly text: string };

/** More parts than any settings need; a head that says more is not followed. */
const mostParts = 100;
const versionPattern = /^\d{1,16}$/;

/** Every name begins like this, so that two help desks of one company do not meet. */
const prefixOf = (deskOrgId: string): string => `tandem_${deskOrgId}_`;

export const headName = (deskOrgId: string): string => `${prefixOf(deskOrgId)}settings`;

export const partName = (deskOrgId: string, place: 'a' | 'b', part: number): string =>
  `${prefixOf(deskOrgId)}${place}${part + 1}`;

/** Whether a variable is one of these. */
export const isPublished = (deskOrgId: string, name: string): boolean =>
  name.startsWith(prefixOf(deskOrgId));

/** Around each part: services trim, and a part must tell whose it is. */
const opening = (version: number, part: number): string => `${version}:${part}:`;
const closing = ';';

/** JSON of printable ASCII, so that no service can count, trim or rewrite a character its own way. */
export function plainJson(value: unknown): string {
  return JSON.stringify(value).replaceAll(
    /[^ -%'-;=?-~]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** The parts of `text`, each of at most `longest` characters. Throws where that leaves no room. */
export function partsOf(text: string, version: number, longest: number): string[] {
  const room = longest - opening(version, mostParts).length - closing.length;
  if (room < 1) throw new RangeError(`no room in ${longest} characters`);
  const parts: string[] = [];
  for (let at = 0; at < text.length; at += room)
    parts.push(`${opening(version, parts.length)}${text.slice(at, at + room)}${closing}`);
  if (parts.length > mostParts) throw new RangeError(`${parts.length} parts`);
  return parts;
}

/** The head's own value. */
export const headText = (head: Head): string => plainJson({ format, ...head });

/** The head of `text` at that place. */
export const headOf = (
  text: string,
  version: number,
  place: 'a' | 'b',
  parts: number,
): Extract<Head, { place: string }> => ({ version, place, parts, digest: digest(text) });

/** Where the next version goes: never where readers look now. */
export function nextPlace(board: Board, deskOrgId: string): 'a' | 'b' {
  const head = readHead(board.get(headName(deskOrgId)));
  return head !== null && head !== 'newer' && 'place' in head && head.place === 'a' ? 'b' : 'a';
}

/** What the board says now. */
export function readBoard(board: Board, deskOrgId: string): Reading {
  const head = readHead(board.get(headName(deskOrgId)));
  if (head === null) return { state: 'none' };
  if (head === 'newer') return { state: 'newer' };
  if ('withdrawn' in head) return { state: 'withdrawn', version: head.version };
  const torn = { state: 'torn', version: head.version } as const;
  let text = '';
  for (let part = 0; part < head.parts; part += 1) {
    const value = board.get(partName(deskOrgId, head.place, part));
    const begin = opening(head.version, part);
    if (value === undefined || !value.startsWith(begin) || !value.endsWith(closing)) return torn;
    text += value.slice(begin.length, -closing.length);
  }
  return digest(text) === head.digest ? { state: 'whole', version: head.version, text } : torn;
}

/** Null for what is no head: never written, emptied, or another program's. */
function readHead(text: string | undefined): Head | 'newer' | null {
  if (text === undefined || text === '') return null;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  if (typeof value !== 'object' || value === null) return null;
  const head = value as Readonly<Record<string, unknown>>;
  if (typeof head['format'] !== 'number') return null;
  if (head['format'] > format) return 'newer';
  const { version, place, parts } = head;
  if (typeof version !== 'number' || !versionPattern.test(String(version))) return null;
  if (head['withdrawn'] === true) return { version, withdrawn: true };
  if ((place !== 'a' && place !== 'b') || typeof head['digest'] !== 'string') return null;
  if (typeof parts !== 'number' || !Number.isInteger(parts) || parts < 1 || parts > mostParts)
    return null;
  return { version, place, parts, digest: head['digest'] };
}
