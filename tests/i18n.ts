import { fileURLToPath } from 'node:url';
import { generateChromeMessages, parseMessagesFile } from '@wxt-dev/i18n/build';
import type { Plugin } from 'vite';

const file = fileURLToPath(new URL('../components/locales/en.yml', import.meta.url));

/**
 * Gives `#i18n` outside the extension: the library itself over the English catalogue, with the
 * browser's `i18n.getMessage` played by a few lines.
 */
export function englishMessages(): Plugin {
  return {
    name: 'english-messages',
    enforce: 'pre',
    resolveId: (id) => (id === '#i18n' || id === '#i18n/browser' ? `\0${id}` : null),
    async load(id) {
      if (id === '\0#i18n')
        return `import '#i18n/browser'; import { createI18n } from '@wxt-dev/i18n'; export const i18n = createI18n();`;
      if (id !== '\0#i18n/browser') return null;
      const messages = generateChromeMessages(await parseMessagesFile(file));
      return `const messages = ${JSON.stringify(messages)};
        const getMessage = (key, values = []) =>
          (messages[key]?.message ?? '').replace(/\\$(\\d)/g, (_, n) => values[n - 1] ?? '');
        globalThis.chrome = { ...globalThis.chrome, i18n: { getMessage } };`;
    },
  };
}
