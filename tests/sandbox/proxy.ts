/**
 * An HTTP proxy on the loopback that stands in for the internet: it answers for Zoho's real host
 * names itself and refuses every other. Browsers and HTTP clients run with it unchanged.
 */
import { createServer, type IncomingMessage, type RequestListener } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { getRequestListener } from '@hono/node-server';
import { createCertificate } from './certificate';
import { placeOf } from './datacentres';
import { isDropped } from './misfortune';
import type { Sandbox } from './sandbox';

/** Longer than any pause of a test, so that a client never meets a connection that is just being closed. */
const keepAliveMs = 10 * 60_000;

export interface Listening {
  readonly port: number;
  close(): Promise<void>;
}

/** Starts the proxy; port 0 takes any free one. */
export async function startProxy(sandbox: Pick<Sandbox, 'fetch'>, port = 0): Promise<Listening> {
  const dropper = createDropper();
  const listener = listenerOf(sandbox, dropper.drop);
  const inside = createTlsServer(
    { ...(await createCertificate()), keepAliveTimeout: keepAliveMs },
    listener,
  );
  const outside = createServer({ keepAliveTimeout: keepAliveMs }, listener);
  const sockets = new Set<Duplex>();

  outside.on('connection', (socket) => hold(sockets, socket));
  outside.on('connect', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    // A client that goes away in the middle of a handshake is no concern of ours.
    socket.on('error', () => socket.destroy());
    const host = (request.url ?? '').replace(/:\d+$/, '').toLowerCase();
    if (placeOf(host) === null) {
      socket.end('HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n');
      return;
    }
    socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
    if (head.length > 0) socket.unshift(head);
    dropper.remember(socket);
    inside.emit('connection', socket);
  });
  inside.on('tlsClientError', (_error, socket) => socket.destroy());

  return listen(outside, port, sockets);
}

/** Listens on the loopback; closing ends open connections too. */
export async function listen(
  server: ReturnType<typeof createServer>,
  port: number,
  sockets: ReadonlySet<Duplex> = new Set(),
): Promise<Listening> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
        for (const socket of sockets) socket.destroy();
      }),
  };
}

function hold(sockets: Set<Duplex>, socket: Socket): void {
  sockets.add(socket);
  socket.once('close', () => sockets.delete(socket));
}

function listenerOf(
  sandbox: Pick<Sandbox, 'fetch'>,
  drop: (socket: Socket) => void,
): RequestListener {
  const listener = getRequestListener(
    async (request, env) => {
      const { incoming } = env as { incoming: IncomingMessage };
      try {
        return await sandbox.fetch(request);
      } catch (error) {
        if (isDropped(error)) drop(incoming.socket);
        throw error;
      }
    },
    { overrideGlobalObjects: false, errorHandler: failure },
  );
  return (incoming, outgoing) => void listener(incoming, outgoing);
}

/**
 * Breaks connections for good. A browser that loses a connection it has used before sends the
 * request again by itself, POST included, so that the caller would never see the loss and Zoho
 * would act several times. After a broken TLS record it does not.
 */
function createDropper(): { remember(raw: Duplex): void; drop(socket: Socket): void } {
  const brokenRecord = Buffer.concat([
    Buffer.from([0x17, 0x03, 0x03, 0x00, 0x20]),
    Buffer.alloc(32),
  ]);
  const rawByPort = new Map<number, Socket>();
  return {
    remember(raw) {
      const { remotePort } = raw as Socket;
      if (remotePort === undefined) return;
      rawByPort.set(remotePort, raw as Socket);
      raw.once('close', () => rawByPort.delete(remotePort));
    },
    drop(socket) {
      const raw = rawByPort.get(socket.remotePort ?? 0);
      if (raw === undefined) socket.destroy();
      else raw.write(brokenRecord, () => socket.destroy());
    },
  };
}

/** A defect of the sandbox must be seen; a dropped connection is already gone. */
function failure(error: unknown): Response {
  if (isDropped(error)) return new Response(null, { headers: { 'x-hono-already-sent': 'true' } });
  console.error(error);
  return new Response(error instanceof Error ? (error.stack ?? error.message) : String(error), {
    status: 500,
  });
}
