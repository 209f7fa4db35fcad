/**
 * Builds the engine for a simulation: the product's own sources, with patches on their text. The
 * product itself has no switch for tests; a patch that matches nothing, or twice, is an error.
 */
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Plugin, type Rolldown } from 'vite';

/** A change to the text of one source file. */
export interface Patch {
  /** From the root of the repository. */
  readonly file: string;
  /** Must occur exactly once. */
  readonly find: string | RegExp;
  readonly replace: string;
}

const root = fileURLToPath(new URL('../..', import.meta.url));

function patched(
  file: string,
  source: string,
  patches: readonly Patch[],
  used: Set<Patch>,
): string {
  let text = source;
  for (const patch of patches) {
    if (patch.file !== file) continue;
    const parts = text.split(patch.find);
    if (parts.length !== 2)
      throw new Error(
        `the patch of ${file} matches ${parts.length - 1} times: ${String(patch.find)}`,
      );
    text = parts.join(patch.replace);
    used.add(patch);
  }
  return text;
}

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
  const code = await bundle('engine.ts', [
    {
      name: 'patches',
      enforce: 'pre',
      transform: (source, id) => ({
        code: patched(relative(root, id), source, patches, used),
        map: null,
      }),
    },
  ]);
  const unused = patches.filter((patch) => !used.has(patch));
  if (unused.length > 0)
    throw new Error(`patches of files that are not built: ${unused.map((one) => one.file).join()}`);
  return code;
}

/** The text of a module that plays schedules in a worker; see worker.ts. */
export const buildPlayer = (): Promise<string> => bundle('worker.ts', []);
