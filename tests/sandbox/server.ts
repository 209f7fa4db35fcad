/** A sandbox with its two ports: the proxy that browsers use, and the control API. */
import { createServer } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import { listen, startProxy } from './proxy';
import type { SeedDescription } from './seed';
import { createSandbox, type Sandbox, type SandboxOptions } from './sandbox';

export interface ServerOptions extends SandboxOptions {
  /** 0 or nothing for any free port. */
  readonly proxyPort?: number;
  readonly controlPort?: number;
}

export interface RunningSandbox {
  readonly sandbox: Sandbox;
  readonly proxyPort: number;
  readonly controlPort: number;
  /** The first line of `npm run sandbox` (DESIGN section 4). */
  describe(): { readonly proxy: number; readonly control: number } & SeedDescription;
  close(): Promise<void>;
}

export async function startSandbox(options: ServerOptions): Promise<RunningSandbox> {
  const sandbox = createSandbox(options);
  const proxy = await startProxy(sandbox, options.proxyPort);
  const listener = getRequestListener((request) => sandbox.control(request), {
    overrideGlobalObjects: false,
  });
  const control = await listen(
    createServer((incoming, outgoing) => void listener(incoming, outgoing)),
    options.controlPort ?? 0,
  );
  return {
    sandbox,
    proxyPort: proxy.port,
    controlPort: control.port,
    describe: () => ({ proxy: proxy.port, control: control.port, ...sandbox.describe() }),
    async close() {
      await Promise.all([proxy.close(), control.close()]);
    },
  };
}
