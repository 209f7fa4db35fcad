/**
 * Builds the engine for a simulation: the product's own sources, with patches on their text. The
 * product itself has no switch for tests; a patch that matches nothing, or twice, is an error.
 */
import { fileURLToPath } from 'node:url';
import { build, type Plugin, type Rolldown } from 'vite';
import { patching, root, type Patch } from '../patches';

/** One file of the repository with everything it imports, as the text of one module. */
async function bundle(entry: string, plugins: readonly Plugin[]): Promise<string> {
  const result = (await build({
    root,
    configFile: false,
    logLevel: 'error',
    plugins: [...plugins],
    ssr: { noExternal: true },
    build: {
      ssr: fileURLToPath(new URL(entry, import.meta.url)),
      write: false,
      minify: false,
      target: 'es2023',
    },
  })) as Rolldown.RolldownOutput;
  return result.output[0].code;
}

/** The text of a module that exports the patched engine. */
export async function buildEngine(patches: readonly Patch[]): Promise<string> {
  const used = new Set<Patch>();
  const code = await bundle('engine.ts', [patching(patches, used)]);
  const unused = patches.filter((patch) => !used.has(patch));
  if (unused.length > 0)
    throw new Error(`patches of files that are not built: ${unused.map((one) => one.file).join()}`);
  return code;
}

/** The text of a module that plays schedules in a worker; see worker.ts. */
export const buildPlayer = (): Promise<string> => bundle('worker.ts', []);
