/** Builds and packs the extension twice for each browser: the same bytes, so that anybody can compare. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './setup.mjs';

const folder = join(root, '.output');

function packed() {
  for (const browser of ['chrome', 'firefox']) {
    const { status, stderr } = spawnSync('npx', ['wxt', 'zip', '-b', browser], {
      cwd: root,
      encoding: 'utf8',
    });
    if (status !== 0) throw new Error(stderr);
  }
  const files = readdirSync(folder).filter((name) => name.endsWith('.zip'));
  return files.toSorted().map((name) => {
    const sum = createHash('sha256').update(readFileSync(join(folder, name)));
    return `${sum.digest('hex')}  ${name}`;
  });
}

const first = packed();
const second = packed();
console.log(first.join('\n'));
if (first.length < 3 || first.join() !== second.join()) {
  console.error(`the second time otherwise:\n${second.join('\n')}`);
  process.exit(1);
}
