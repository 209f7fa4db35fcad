/** What the production build weighs, gzipped, by the groups that `npm run check` holds it to. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

const root = fileURLToPath(new URL('../..', import.meta.url));

interface Limit {
  readonly name: string;
  readonly path: string | readonly string[];
}

/** A pattern has a star in its last part at most. */
function filesOf(pattern: string): string[] {
  const folder = dirname(join(root, pattern));
  const [begin = '', end = ''] = pattern.slice(pattern.lastIndexOf('/') + 1).split('*');
  return readdirSync(folder)
    .filter((name) =>
      pattern.includes('*') ? name.startsWith(begin) && name.endsWith(end) : name === begin,
    )
    .map((name) => join(folder, name));
}

/** kB of 1,000 bytes. `backgroundGzKb` is what every start of the worker loads; the engine and the administration come when they are needed. */
export function sizeFigures(): Readonly<Record<string, number>> {
  const limits = JSON.parse(readFileSync(`${root}.size-limit.json`, 'utf8')) as readonly Limit[];
  const weigh = (group: string): number => {
    const limit = limits.find(({ name }) => name.startsWith(group));
    if (limit === undefined) throw new Error(`no size is held for ${group}`);
    const files = [limit.path].flat().flatMap(filesOf);
    if (files.length === 0) throw new Error(`nothing is built of ${group}`);
    const bytes = files.map((file) => gzipSync(readFileSync(file), { level: 9 }).length);
    return Math.round(bytes.reduce((sum, one) => sum + one, 0) / 100) / 10;
  };
  return {
    contentScriptGzKb: weigh('content script'),
    sidebarGzKb: weigh('sidebar'),
    optionsGzKb: weigh('options'),
    backgroundGzKb: weigh('background'),
    engineGzKb: weigh('engine'),
    administrationGzKb: weigh('administration'),
  };
}
