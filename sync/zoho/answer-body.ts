/** Reading the body of an answer: bounded, JSON only, never trusted. */
import type { ZohoCode } from './problems';

/** The part of a fetch answer that the adapters use. */
export type AnswerLike = Pick<Response, 'status' | 'headers' | 'body' | 'text'>;

/** Anything but JSON, in which errors come. */
export const isFile = ({ headers }: AnswerLike): boolean =>
  !/[/+]json\b/i.test(headers.get('content-type') ?? 'application/json');

/** 2,000 rows of 50 fields stay below 20 MB; more than this is not an answer to anything we ask. */
const largestBody = 32 * 1024 * 1024;

export type ParsedBody =
  /** `value` null: there was none, as 204 and 304 promise. */
  { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly code: ZohoCode };

async function readText(answer: AnswerLike): Promise<string | null> {
  const declared = Number(answer.headers.get('content-length') ?? '0');
  if (declared > largestBody) {
    await answer.body?.cancel().catch(() => undefined);
    return null;
  }
  if (answer.body === null) return answer.text();
  const reader = answer.body.getReader();
  const decoder = new TextDecoder('utf-8');
  let read = 0;
  let text = '';
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode();
    read += value.byteLength;
    if (read > largestBody) {
      await reader.cancel().catch(() => undefined);
      return null;
    }
    text += decoder.decode(value, { stream: true });
  }
}

/** Rejects only with what reading the stream rejects with (a dropped connection, an abort). */
export async function readBody(answer: AnswerLike): Promise<ParsedBody> {
  if (answer.status === 204 || answer.status === 304) return { ok: true, value: null };
  const text = await readText(answer);
  if (text === null) return { ok: false, code: 'zoho.tooLarge' };
  const contentType = answer.headers.get('content-type') ?? '';
  if (text.trim() === '') return { ok: true, value: null };
  // `application/json;charset=UTF-8`, `application/vnd…+json`; a page that signs in is text/html.
  if (!/[/+]json\b/i.test(contentType)) return { ok: false, code: 'zoho.notJson' };
  try {
    return { ok: true, value: JSON.parse(text) as unknown };
  } catch {
    return { ok: false, code: 'zoho.garbled' };
  }
}
