/** A plain HTTP client that goes through a proxy, as any other does that honours HTTPS_PROXY. */
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { Socket } from 'node:net';
import { connect, type TLSSocket } from 'node:tls';

/** CONNECT: the proxy's answer, and the socket behind it. */
export function openTunnel(
  port: number,
  host: string,
): Promise<{ status: number; socket: Socket }> {
  return new Promise((resolve, reject) => {
    const asked = httpRequest({ host: '127.0.0.1', port, method: 'CONNECT', path: `${host}:443` });
    asked.on('connect', (response, socket) =>
      resolve({ status: response.statusCode ?? 0, socket }),
    );
    asked.on('error', reject);
    asked.end();
  });
}

/** TLS to a host behind the proxy, whose certificate nobody has signed. */
export async function secureSocket(port: number, host: string): Promise<TLSSocket> {
  const { socket } = await openTunnel(port, host);
  const secure = connect({ socket, servername: host, rejectUnauthorized: false });
  await new Promise<void>((resolve, reject) => {
    secure.once('secureConnect', resolve);
    secure.once('error', reject);
  });
  return secure;
}

export interface Got {
  readonly status: number;
  readonly headers: NodeJS.Dict<string | string[]>;
  readonly text: string;
}

/** One request to a real host name through the proxy. */
export async function getThrough(
  port: number,
  url: string,
  init: {
    readonly method?: string;
    readonly headers?: Record<string, string>;
    readonly body?: Buffer;
  } = {},
): Promise<Got> {
  const { hostname, pathname, search } = new URL(url);
  const socket = await secureSocket(port, hostname);
  return new Promise((resolve, reject) => {
    const options = {
      createConnection: () => socket,
      host: hostname,
      path: pathname + search,
      method: init.method ?? 'GET',
      headers: { host: hostname, ...init.headers },
    };
    const asked = httpsRequest(options, (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('error', reject);
      response.on('end', () => {
        socket.destroy();
        const text = Buffer.concat(parts).toString();
        resolve({ status: response.statusCode ?? 0, headers: response.headers, text });
      });
    });
    asked.on('error', reject);
    asked.end(init.body);
  });
}
