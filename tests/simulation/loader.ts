/**
 * Builds the engine for a simulation: the product's own sources, with patches on their text. The
 * product itself has no switch for tests; a patch that matches nothing, or twice, is an error.
 */
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Rolldown } from 'vite';

/** A change to the text of one source file. */
export interface Patch {
  /** From the root of the repository. */
  readonly file: string;
  /** Must occur exactly once. */
  readonly find: string | RegExp;
  readonly replace: string;
}

export type Engine = typeof import('./engine');

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

/** The text of a module that exports the patched engine. */
export async function buildEngine(patches: readonly Patch[]): Promise<string> {
  const used = new Set<Patch>();
  const result = (await build({
    root,
    configFile: false,
    logLevel: 'error',
    plugins: [
      {
        name: 'patches',
        enforce: 'pre',
        transform: (source, id) => ({
          code: patched(relative(root, id), source, patches, used),
          map: null,
        }),
      },
    ],
    ssr: { noExternal: true },
    build: {
      ssr: fileURLToPath(new URL('engine.ts', import.meta.url)),
      write: false,
      minify: false,
      target: 'es2023',
    },
  })) as Rolldown.RolldownOutput;
  const unused = patches.filter((patch) => !used.has(patch));
  if (unused.length > 0)
    throw new Error(`patches of files that are not built: ${unused.map((one) => one.file).join()}`);
  return result.output[0].code;
}

/** Each text is a module of its own, so that several engines can live side by side. */
export async function importEngine(code: string): Promise<Engine> {
  const url = `data:text/javascript;base64,${Buffer.from(code).toString('base64')}`;
  return (await import(/* @vite-ignore */ url)) as Engine;
}
