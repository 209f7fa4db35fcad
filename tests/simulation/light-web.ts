/**
 * The few web classes that requests need, without streams. Node's own cost more than everything
 * the services do; a simulation makes millions of them. Installed in this process only.
 */

type Body = string | Uint8Array | null;
type HeadersInput =
  | Iterable<readonly [string, string]>
  | Readonly<Record<string, string>>
  | undefined;

class LightHeaders {
  readonly #values = new Map<string, string>();

  constructor(input?: HeadersInput) {
    if (input === undefined) return;
    const entries = Symbol.iterator in input ? input : Object.entries(input);
    for (const [name, value] of entries as Iterable<readonly [string, string]>)
      this.set(name, value);
  }
  get(name: string): string | null {
    return this.#values.get(name.toLowerCase()) ?? null;
  }
  has(name: string): boolean {
    return this.#values.has(name.toLowerCase());
  }
  set(name: string, value: string): void {
    this.#values.set(name.toLowerCase(), value);
  }
  append(name: string, value: string): void {
    const before = this.get(name);
    this.set(name, before === null ? value : `${before}, ${value}`);
  }
  delete(name: string): void {
    this.#values.delete(name.toLowerCase());
  }
  entries(): IterableIterator<[string, string]> {
    return this.#values.entries();
  }
  forEach(each: (value: string, name: string) => void): void {
    this.#values.forEach(each);
  }
  [Symbol.iterator](): IterableIterator<[string, string]> {
    return this.#values.entries();
  }
}

function asBody(body: unknown): Body {
  if (body === null || body === undefined) return null;
  if (typeof body === 'string' || body instanceof Uint8Array) return body;
  if (body instanceof ArrayBuffer) return new Uint8Array(body);
  return String(body as URLSearchParams);
}

class LightMessage {
  readonly headers: LightHeaders;
  readonly body: Body;

  constructor(body: unknown, headers: HeadersInput) {
    this.body = asBody(body);
    this.headers = new LightHeaders(headers);
  }
  text(): Promise<string> {
    const { body } = this;
    if (body === null) return Promise.resolve('');
    return Promise.resolve(typeof body === 'string' ? body : new TextDecoder().decode(body));
  }
  async json(): Promise<unknown> {
    return JSON.parse(await this.text()) as unknown;
  }
  arrayBuffer(): Promise<ArrayBuffer> {
    const { body } = this;
    const bytes = typeof body === 'string' ? new TextEncoder().encode(body) : body;
    return Promise.resolve((bytes ?? new Uint8Array()).slice().buffer as ArrayBuffer);
  }
}

class LightRequest extends LightMessage {
  readonly url: string;
  readonly method: string;

  constructor(url: string, init: { method?: string; headers?: HeadersInput; body?: unknown } = {}) {
    super(init.body, init.headers);
    this.url = url;
    this.method = init.method ?? 'GET';
  }
}

interface ResponseInit {
  status?: number;
  statusText?: string;
  headers?: HeadersInput;
}

class LightResponse extends LightMessage {
  readonly status: number;
  readonly statusText: string;

  constructor(body?: unknown, init: ResponseInit = {}) {
    super(body, init.headers);
    this.status = init.status ?? 200;
    this.statusText = init.statusText ?? '';
    if (typeof body === 'string' && !this.headers.has('content-type'))
      this.headers.set('content-type', 'text/plain;charset=UTF-8');
  }
  get ok(): boolean {
    return this.status >= 200 && this.status < 300;
  }
  static json(value: unknown, init: ResponseInit = {}): LightResponse {
    const response = new LightResponse(JSON.stringify(value), init);
    response.headers.set('content-type', 'application/json');
    return response;
  }
}

class LightSignal {
  aborted = false;
  #listeners: (() => void)[] = [];

  addEventListener(_: 'abort', listener: () => void): void {
    this.#listeners.push(listener);
  }
  fire(): void {
    if (this.aborted) return;
    this.aborted = true;
    const listeners = this.#listeners;
    this.#listeners = [];
    for (const listener of listeners) listener();
  }
}

class LightAbortController {
  readonly signal = new LightSignal();
  abort(): void {
    this.signal.fire();
  }
}

/**
 * Plain data that nobody can change from now on, so that one object does for every reader of the
 * store. Whoever writes to what was committed or read is told so by an error, where a copy of its
 * own would hide it. What is frozen is so with all that is in it: nothing else freezes anything.
 */
function settled<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  // Most of what is in a row is text: only what can be changed is gone into.
  if (Array.isArray(value)) {
    for (const each of value) if (typeof each === 'object') settled(each);
  } else {
    if (value instanceof Map || value instanceof Set) throw new TypeError('no plain data');
    for (const name in value) {
      const part = value[name];
      if (typeof part === 'object') settled(part);
    }
  }
  return Object.freeze(value);
}

let isInstalled = false;

/** Puts the light classes in the place of Node's. */
export function installLightWeb(): void {
  if (isInstalled) return;
  isInstalled = true;
  // A stack for each refusal would cost more than the refusal.
  Error.stackTraceLimit = 12;
  Object.assign(globalThis, {
    Headers: LightHeaders,
    Request: LightRequest,
    Response: LightResponse,
    AbortController: LightAbortController,
    structuredClone: settled,
  });
}
