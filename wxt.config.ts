import { readFile, writeFile } from 'node:fs/promises';
import JSZip from 'jszip';
import type { Plugin } from 'vite';
import { defineConfig } from 'wxt';
import preact from '@preact/preset-vite';
import { apiOrigins, hostPermissions } from './sync/zoho/host-patterns';

/** Public half of a throw-away key pair. It fixes the id in Chromium, and with it the redirect address. */
const chromiumKey =
  'MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAtQ2WA2m8F/zOrhjUAYIqBTZIG5ZXy31vANA3WyMeBdvLDFbycfSx4Kiker0SfmVmUeh3QtRf7FxnEwleCEwpoTje5NJzUYJ9aGD1bPXdlHR0h/cXz4TnpCDHCjzV07m85hIV8ogUTyNpHIrpR50bmbRVjR/MBvaotTv0x3sj/XTNrYQtqoiNNsQVMcJdoIZXsZThKyqAYNCpJ5g6hszprgRSIgIYOGGshM6/9dD4Hx7acsU7m7e2mKiYfP5o+72T9Nb3QHtercVXjZCMMfyO8fJWxX3Mt5QjCAFOSY8L9OvunsbKNFzcBorvl8DH5Hk8hA6VqbaojiZTPwRHXACWxQIDAQAB';

/**
 * In content scripts and the engine the browser's own interface, which has promises in every
 * browser that is supported: the polyfill would be a third of what each page of Desk has to load.
 * What it adds, answers by promise to messages, is for the worker and the pages.
 */
function leanScripts(): Plugin {
  const ownInterface = 'export default globalThis.browser ?? globalThis.chrome';
  let stubs: Readonly<Record<string, string>> = {};
  return {
    name: 'lean-scripts',
    enforce: 'pre',
    configResolved({ build }) {
      const entry = build.lib === false ? '' : JSON.stringify(build.lib.entry);
      if (entry.includes('content-script'))
        stubs = {
          'webextension-polyfill': ownInterface,
          // Where it runs is the manifest's affair; the script itself has no use for the list.
          '../../sync/zoho/host-patterns': 'export const deskPagePatterns = []',
          // The script looks after its own end, in a tenth of the bytes (`lifetime.ts`).
          'wxt/utils/content-script-context': 'export const ContentScriptContext = Object',
        };
      else if (entry.includes('unlisted-script')) stubs = { 'webextension-polyfill': ownInterface };
    },
    resolveId: (id) => (id in stubs ? `\0${id}` : null),
    load: (id) => stubs[id.slice(1)] ?? null,
  };
}

/** Keys of the browser itself, which a person may change in its own list of shortcuts. */
const commands = {
  switch: {
    suggested_key: { default: 'Alt+Shift+C' },
    description: '__MSG_commands_switch__',
  },
  board: { suggested_key: { default: 'Alt+Shift+H' }, description: '__MSG_commands_board__' },
  panel: { description: '__MSG_commands_panel__' },
};

/** The same files make the same bytes: sorted, and as old as a zip can be. Whoever builds can compare. */
async function repack(path: string): Promise<void> {
  const packed = await JSZip.loadAsync(await readFile(path));
  const fresh = new JSZip();
  for (const name of Object.keys(packed.files).toSorted()) {
    const file = packed.files[name];
    if (file === undefined || file.dir) continue;
    fresh.file(name, await file.async('nodebuffer'), {
      date: new Date('1980-01-01T00:00:00Z'),
      createFolders: false,
    });
  }
  const bytes = await fresh.generateAsync({
    type: 'nodebuffer',
    compression: 'DEFLATE',
    compressionOptions: { level: 9 },
  });
  await writeFile(path, bytes);
}

export default defineConfig({
  manifestVersion: 3,
  imports: false,
  publicDir: 'components/public',
  modules: ['@wxt-dev/i18n/module', '@wxt-dev/webextension-polyfill'],
  i18n: { localesDir: 'components/locales' },
  vite: () => ({
    plugins: [preact(), leanScripts()],
    build: { sourcemap: false },
    // The package's own entry is its ES5 build, a good deal larger than the one for today's browsers.
    resolve: { alias: { dexie: 'dexie/dist/modern/dexie.min.mjs' } },
  }),
  hooks: {
    // A sidebar is loaded with each page of Desk: in one script and one sheet of its own it is there
    // sooner than in the seven files that sharing with the other pages would make of it.
    'entrypoints:grouped'(_, groups) {
      const pages = groups.find((group) => Array.isArray(group) && group.length > 1);
      if (!Array.isArray(pages)) return;
      const at = pages.findIndex(({ name }) => name === 'sidepanel');
      if (at !== -1) groups.push(pages.splice(at, 1));
    },
    'zip:done': async (_, files) => {
      await Promise.all(files.map(repack));
    },
  },
  manifest: ({ browser }) => ({
    name: '__MSG_extension_name__',
    description: '__MSG_extension_description__',
    default_locale: 'en',
    action: { default_title: 'Tandem' },
    permissions: ['storage', 'unlimitedStorage', 'alarms', 'identity', 'scripting'],
    // Asked for one at a time, by a person on the options page: their help desk's own address.
    optional_host_permissions: ['https://*/*'],
    commands,
    host_permissions: [...hostPermissions],
    web_accessible_resources: [
      { resources: ['sidepanel.html', 'board.html'], matches: ['https://*/*'] },
    ],
    content_security_policy: {
      extension_pages:
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; connect-src " +
        apiOrigins.join(' '),
    },
    ...(browser === 'firefox'
      ? {
          browser_specific_settings: {
            gecko: {
              id: 'tandem@tandem-sync.org',
              strict_min_version: '140.0',
              data_collection_permissions: { required: ['none'] },
            },
          },
        }
      : {
          key: chromiumKey,
          minimum_chrome_version: '123',
          storage: { managed_schema: 'managed-schema.json' },
          externally_connectable: { ids: [], matches: [] },
        }),
  }),
});
