/** What goes to the stores and to IT departments agrees with what is built. */
import { readFileSync } from 'node:fs';
import { describe, expect, it, test } from 'vitest';
import { chromiumId } from '../extension';

const text = (path: string): string =>
  readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
const firefoxId = 'tandem@tandem-sync.org';
const schema = JSON.parse(text('components/public/managed-schema.json')) as {
  readonly properties: Readonly<Record<string, unknown>>;
};
const keys = Object.keys(schema.properties);

describe('policies for IT departments', () => {
  it.each(['chrome', 'edge'])('%s', (browser) => {
    const policy = JSON.parse(text(`.github/policies/${browser}.json`)) as {
      readonly ExtensionSettings: Readonly<Record<string, object>>;
      readonly '3rdparty': { readonly extensions: Readonly<Record<string, object>> };
    };
    expect(Object.keys(policy.ExtensionSettings)).toEqual([chromiumId]);
    expect(Object.keys(policy['3rdparty'].extensions[chromiumId] ?? {})).toEqual(keys);
  });

  it('firefox', () => {
    const { policies } = JSON.parse(text('.github/policies/firefox-policies.json')) as {
      readonly policies: {
        readonly ExtensionSettings: Readonly<Record<string, object>>;
        readonly '3rdparty': { readonly Extensions: Readonly<Record<string, object>> };
      };
    };
    expect(text('wxt.config.ts')).toContain(`id: '${firefoxId}'`);
    expect(Object.keys(policies.ExtensionSettings)).toEqual([firefoxId]);
    expect(Object.keys(policies['3rdparty'].Extensions[firefoxId] ?? {})).toEqual(keys);
  });

  it('windows and macos', () => {
    const registry = text('.github/policies/windows.reg');
    const named = [...registry.matchAll(/extensions\\([a-p]+)\\policy\]\r?\n"([^"]+)"=/g)];
    expect(named.map(([, id, key]) => [id, key])).toEqual([
      [chromiumId, 'settings'],
      [chromiumId, 'settings'],
    ]);
    const list = text('.github/policies/macos-chrome.plist');
    expect(list).toContain(`com.google.Chrome.extensions.${chromiumId}`);
    expect([...list.matchAll(/<key>(.*)<\/key>/g)].map(([, key]) => key)).toEqual(keys);
  });
});

test.each(['en', 'de', 'ar'])('the description fits into the stores: %s', (language) => {
  const [, shown = ''] =
    /^extension:\n(?: .*\n)*? {2}description: (.*)$/m.exec(
      text(`components/locales/${language}.yml`),
    ) ?? [];
  expect(shown.length).toBeGreaterThan(40);
  expect(shown.length).toBeLessThanOrEqual(132);
});

test('the permissions named to the stores are those that PERMISSIONS.md explains', () => {
  const explained = [...text('PERMISSIONS.md').matchAll(/^### `([^`]+)`/gm)].map(
    ([, name]) => name,
  );
  const [, named = ''] = /## Permissions\n\n(.*)/.exec(text('.github/store/listing.md')) ?? [];
  expect([...named.matchAll(/`([^`]+)`/g)].map(([, name]) => name)).toEqual(explained);
});
