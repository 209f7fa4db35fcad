/** The repository tests itself: who may import whom, what lies at the top, and that the papers agree with the manifest. */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { chromiumId } from './extension';

const root = fileURLToPath(new URL('..', import.meta.url));
const sources = ['entrypoints', 'components', 'sync'].flatMap((folder) => filesIn(folder));

function filesIn(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)));
}

interface Import {
  readonly from: string;
  readonly to: string;
  readonly typeOnly: boolean;
}

/** Static and dynamic imports of a file; relative ones as paths from the root. */
function importsOf(file: string): Import[] {
  const text = readFileSync(join(root, file), 'utf8');
  const pattern =
    /(?:^|\n)\s*(?:import|export)\s+(type\s+)?(?:[^'";]*?\sfrom\s+)?['"]([^'"]+)['"]|import\(\s*['"]([^'"]+)['"]\s*\)/g;
  return [...text.matchAll(pattern)].map((match) => {
    const name = match[2] ?? match[3] ?? '';
    const to = name.startsWith('.') ? relative(root, resolve(root, dirname(file), name)) : name;
    return { from: file, to, typeOnly: match[1] !== undefined };
  });
}

const layers = [
  'sync/types',
  'sync/protocol',
  'sync/core',
  'sync/engine',
  'sync/zoho',
  'sync/storage',
  'sync/browser',
  'components',
  'entrypoints',
] as const;
type Layer = (typeof layers)[number];

/** DESIGN 2: `types ← core ← engine ← {zoho, storage, browser} ← entrypoints`; `types ← protocol ← {engine, components}`. */
const mayImport: Record<Layer, readonly Layer[]> = {
  'sync/types': [],
  'sync/protocol': ['sync/types'],
  'sync/core': ['sync/types', 'sync/protocol'],
  'sync/engine': ['sync/types', 'sync/protocol', 'sync/core'],
  'sync/zoho': ['sync/types', 'sync/protocol', 'sync/core', 'sync/engine'],
  'sync/storage': ['sync/types', 'sync/protocol', 'sync/core', 'sync/engine'],
  'sync/browser': ['sync/types', 'sync/protocol', 'sync/core', 'sync/engine'],
  components: ['sync/types', 'sync/protocol'],
  entrypoints: layers,
};

const layerOf = (path: string): Layer | undefined =>
  layers.find((layer) => path === layer || path === `${layer}.ts` || path.startsWith(`${layer}/`));

const edges = sources.flatMap(importsOf);

describe('imports', () => {
  test('are found at all', () => {
    expect(edges.length).toBeGreaterThan(50);
  });

  test('follow the direction of the layers', () => {
    const wrong = edges.filter(({ from, to }) => {
      const source = layerOf(from);
      const target = layerOf(to);
      if (source === undefined) return true;
      return target !== undefined && target !== source && !mayImport[source].includes(target);
    });
    expect(wrong).toEqual([]);
  });

  test('of the product never reach into the tests', () => {
    expect(edges.filter(({ to }) => to.startsWith('tests'))).toEqual([]);
  });

  test('the core and the engine know no browser, no network and no storage', () => {
    const foreign = edges.filter(
      ({ from, to }) => /^sync\/(types|protocol|core|engine)/.test(from) && !to.startsWith('sync/'),
    );
    expect(foreign).toEqual([]);
  });

  test('of the extension interface stay in sync/browser and the entrypoints', () => {
    const users = edges.filter(({ to }) => to === 'wxt/browser').map(({ from }) => from);
    expect(users.filter((file) => !/^(sync\/browser|entrypoints)\//.test(file))).toEqual([]);
  });
});

describe('ambient world', () => {
  const ambient =
    /\b(Date\.now|new Date\(\)|Math\.random|crypto\.|fetch\(|setTimeout|indexedDB|localStorage)\b/;

  test.each(sources.filter((file) => /^sync\/(types|protocol|core|engine)/.test(file)))(
    '%s reads no clock, no chance and no network',
    (file) => {
      const code = readFileSync(join(root, file), 'utf8')
        .replace(/\/\*[\s\S]*?\*\//g, '')
        .replace(/\/\/.*$/gm, '');
      expect(ambient.exec(code)?.[0]).toBeUndefined();
    },
  );

  test('markup never comes from text', () => {
    const unsafe = /innerHTML|outerHTML|insertAdjacentHTML|document\.write|new Function|\beval\(/;
    const users = sources.filter((file) => unsafe.test(readFileSync(join(root, file), 'utf8')));
    expect(users).toEqual([]);
  });
});

describe('house', () => {
  test('has no folder at the top beyond the agreed ones', () => {
    const folders = readdirSync(root, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map((entry) => entry.name)
      .filter((name) => !['.git', 'node_modules', '.output', '.wxt'].includes(name));
    const agreed = ['.ci', '.github', 'components', 'entrypoints', 'sync', 'tests'];
    expect(folders.filter((name) => !agreed.includes(name))).toEqual([]);
  });

  test.each(['README', 'ARCHITECTURE', 'PERMISSIONS', 'SECURITY', 'CONTRIBUTING', 'CHANGELOG'])(
    'has its %s',
    (name) => {
      expect(existsSync(join(root, `${name}.md`))).toBe(true);
    },
  );

  test('what stands in an entrypoint puts together, in at most 80 lines a file', () => {
    const entrypoints = sources.filter((file) => file.startsWith('entrypoints/'));
    expect(entrypoints.length).toBeGreaterThan(10);
    const long = entrypoints.filter(
      (file) => readFileSync(join(root, file), 'utf8').trimEnd().split('\n').length > 80,
    );
    expect(long).toEqual([]);
  });
});

describe('manifest', () => {
  interface Manifest {
    readonly key: string;
    readonly permissions: readonly string[];
    readonly host_permissions: readonly string[];
    readonly optional_host_permissions?: readonly string[];
    readonly web_accessible_resources: readonly { readonly resources: readonly string[] }[];
    readonly content_security_policy: { readonly extension_pages: string };
    readonly externally_connectable: { readonly ids: readonly string[] };
  }
  const manifest = JSON.parse(
    readFileSync(join(root, '.output/chrome-mv3/manifest.json'), 'utf8'),
  ) as Manifest;
  const papers = readFileSync(join(root, 'PERMISSIONS.md'), 'utf8');

  test('asks for nothing that PERMISSIONS.md does not explain', () => {
    const explained = new Set([...papers.matchAll(/^### `([^`]+)`/gm)].map((match) => match[1]));
    expect([...explained].sort()).toEqual([...manifest.permissions].sort());
  });

  test('reaches no host that PERMISSIONS.md does not name', () => {
    const missing = manifest.host_permissions.filter((host) => !papers.includes(`\`${host}\``));
    expect(missing).toEqual([]);
  });

  test('names Zoho and nothing else, no test host among it', () => {
    const zoho =
      /^https:\/\/(?:\*\.zohodesk|(?:accounts|desk)\.(?:zoho|zohocloud)|www\.zohoapis)\.[a-z.]+\/\*$/;
    expect(manifest.host_permissions.filter((host) => !zoho.test(host))).toEqual([]);
  });

  test('may be let onto a help desk of another address, one at a time and only when asked', () => {
    expect(manifest.optional_host_permissions).toEqual(['https://*/*']);
    expect(papers).toContain('`https://*/*`');
  });

  test('shows only the sidebar and the board to pages and answers no other extension', () => {
    expect(manifest.web_accessible_resources.flatMap(({ resources }) => resources)).toEqual([
      'sidepanel.html',
      'board.html',
    ]);
    expect(manifest.externally_connectable.ids).toEqual([]);
  });

  test('bears the id that the sandbox and the browser tests know', () => {
    const digest = createHash('sha256').update(Buffer.from(manifest.key, 'base64')).digest('hex');
    const id = Array.from(digest.slice(0, 32), (digit) =>
      String.fromCharCode(97 + Number.parseInt(digit, 16)),
    );
    expect(id.join('')).toBe(chromiumId);
  });

  test('runs no script but its own', () => {
    expect(manifest.content_security_policy.extension_pages).toMatch(/script-src 'self';/);
  });
});
