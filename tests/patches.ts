/**
 * The product without one of its parts, for tests: changes to the text of its sources while they
 * are built. The product itself has no switch for tests.
 */
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vite';

/** A change to the text of one source file. */
export interface Patch {
  /** From the root of the repository. */
  readonly file: string;
  /** Must occur exactly once. */
  readonly find: string | RegExp;
  readonly replace: string;
}

/** A patch of plain text. */
export const patchOf = (file: string, find: string, replace: string): Patch => ({
  file,
  find,
  replace,
});

export const root = fileURLToPath(new URL('..', import.meta.url));

/**
 * Makes these changes while a bundler reads the sources, and puts each into `used`. A patch that
 * matches nothing, or twice, is an error.
 */
export function patching(patches: readonly Patch[], used: Set<Patch>): Plugin {
  return {
    name: 'patches',
    enforce: 'pre',
    transform: (source, id) => ({
      code: patched(relative(root, id), source, patches, used),
      map: null,
    }),
  };
}

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
