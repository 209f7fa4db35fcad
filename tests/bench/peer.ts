/**
 * The peer that the bench measures beside Tandem. It weighs more than all of Tandem's dependencies
 * and is used nowhere else: it is installed when the bench first needs it, in one fixed version.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const packages = { rxdb: '17.6.0', rxjs: '7.8.2' };
const folder = fileURLToPath(new URL('../../node_modules/.cache/tandem-peer', import.meta.url));

/** The peer as one script for a page; null where it cannot be had. */
export async function peerBundle(): Promise<string | null> {
  if (!existsSync(join(folder, 'node_modules/rxdb'))) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(
      join(folder, 'package.json'),
      JSON.stringify({ private: true, dependencies: packages }),
    );
    const { status } = spawnSync('npm', ['install', '--no-audit', '--no-fund', '--silent'], {
      cwd: folder,
      stdio: 'inherit',
    });
    if (status !== 0) return null;
  }
  const result = await build({
    configFile: false,
    logLevel: 'error',
    build: {
      write: false,
      target: 'esnext',
      lib: {
        entry: fileURLToPath(new URL('peer-page.mjs', import.meta.url)),
        formats: ['iife'],
        name: 'page',
      },
    },
    resolve: {
      alias: [{ find: /^(rxdb|rxjs)/, replacement: `${join(folder, 'node_modules')}/$1` }],
    },
  });
  const [output] = Array.isArray(result) ? result : [result];
  return output !== undefined && 'output' in output ? output.output[0].code : null;
}
