/**
 * Texts that people send each other: they say what they are, in which version, and notice when a
 * part was lost on the way. Whoever receives one still has to judge what is inside.
 */
import { digest } from './digest';

/** `join`: for agents. `request`, `approval`: asking for access to CRM, and the answer. */
export type EnvelopeKind = 'join' | 'request' | 'approval';

const version = 1;
/** Characters. None of ours comes near; it bounds what is decoded. */
const longest = 100_000;

/** The dot at the end tells it from whatever is written after it. */
const pattern = /tandem-(join|request|approval)-(\d{1,3})\.([A-Za-z0-9_-]+)\.([a-z0-9]{1,12})\./;

/** `tandem-join-1.….….`, in characters that survive mail and chat. */
export function wrap(kind: EnvelopeKind, value: unknown): string {
  const body = toBase64Url(new TextEncoder().encode(JSON.stringify(value)));
  return `tandem-${kind}-${version}.${body}.${digest(body)}.`;
}

export type Unwrapped =
  | { readonly state: 'whole'; readonly kind: EnvelopeKind; readonly value: unknown }
  /** Begins like one of ours, and a part is missing or was changed. */
  | { readonly state: 'incomplete' }
  /** Made by a newer version of Tandem. */
  | { readonly state: 'newer' }
  | { readonly state: 'other' };

/** What a pasted text holds. Blanks, line breaks and quotation marks of mail programs are left out. */
export function unwrap(text: string): Unwrapped {
  if (text.length > longest) return { state: 'other' };
  const plain = text.replaceAll(/[\s>]+/g, '');
  const [, kind, made, body = '', sum] = pattern.exec(plain) ?? [];
  if (kind === undefined)
    return { state: /tandem-(?:join|request|approval)-\d/.test(plain) ? 'incomplete' : 'other' };
  if (Number(made) > version) return { state: 'newer' };
  if (digest(body) !== sum) return { state: 'incomplete' };
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(fromBase64Url(body)));
    return { state: 'whole', kind: kind as EnvelopeKind, value };
  } catch {
    return { state: 'incomplete' };
  }
}

/** Without the padding and the characters that addresses and mail treat apart. */
export function toBase64Url(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

/** Throws for what is no base64. */
export function fromBase64Url(text: string): Uint8Array<ArrayBuffer> {
  const plain = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  return Uint8Array.from(plain, (character) => character.charCodeAt(0));
}
