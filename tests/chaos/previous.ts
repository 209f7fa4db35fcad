/** The extension as it was, to be updated from. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

const git = (...args: string[]): string =>
  execFileSync('git', args, { cwd: root, encoding: 'utf8' }).trim();

/**
 * Folder of the production build of a commit, built once. Without one: of the commit before the
 * database's schema last changed. Null where there is no history to build it from.
 */
export async function previousBuild(wanted?: string): Promise<string | null> {
  const commit = wanted ?? beforeLastSchema();
  if (commit === null) return null;
  const hash = git('rev-parse', '--short', `${commit}^{commit}`);
  const folder = join(root, `.output/previous-${hash}`);
  if (existsSync(folder)) return folder;
  console.log(`building ${hash}, which is updated from`);
  const source = mkdtempSync(join(tmpdir(), 'tandem-previous-'));
  execFileSync('sh', ['-c', 'git archive "$0" | tar -x -C "$1"', hash, source], { cwd: root });
  symlinkSync(join(root, 'node_modules'), join(source, 'node_modules'));
  execFileSync('npx', ['wxt', 'build'], { cwd: source, stdio: 'pipe' });
  execFileSync('cp', ['-r', join(source, '.output/chrome-mv3'), `${folder}.new`]);
  renameSync(`${folder}.new`, folder);
  rmSync(source, { recursive: true, force: true });
  return folder;
}

function beforeLastSchema(): string | null {
  try {
    const [last] = git(
      'log',
      '-1',
      '--format=%h',
      '-G',
      'database[^a-z]*version\\([0-9]+\\)',
      '--',
      'sync/storage/schema.ts',
    ).split('\n');
    return last ? `${last}^` : null;
  } catch {
    return null;
  }
}
