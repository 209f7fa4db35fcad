import { expect, it, vi } from 'vitest';
import { factsOf } from '../../../sync/browser/receive';

const id = 'ffbchcnijolohncnhlcicaglkdkokffk';
const own = `chrome-extension://${id}/`;

vi.mock('wxt/browser', () => ({
  browser: { runtime: { id: 'ffbchcnijolohncnhlcicaglkdkokffk', getURL: () => own } },
}));
vi.mock('../../../sync/browser/messaging', () => ({ onMessage: () => undefined }));

const tab = { id: 7 } as never;

it.each([
  ['a page of ours', { id, url: `${own}options.html` }, true],
  ['our content script', { id, url: 'https://desk.zoho.eu/agent/acme' }, false],
  ['a page whose address names ours', { id, url: `https://evil.example/?${own}` }, false],
  [
    'another extension',
    { id: 'a'.repeat(32), url: `chrome-extension://${'a'.repeat(32)}/` },
    false,
  ],
  ['another extension that gives our address', { id: 'a'.repeat(32), url: own }, false],
  ['nobody', {}, false],
])('%s', (_name, sender, isOurs) => {
  expect(factsOf({ ...sender, tab, frameId: 0 })).toMatchObject({
    tabId: 7,
    frameId: 0,
    isExtensionPage: isOurs,
  });
});

it('knows the host of a content script by what the browser says', () => {
  expect(factsOf({ id, url: 'https://desk.zoho.eu/agent/acme' }).host).toBe('desk.zoho.eu');
  expect(factsOf({ id, url: 'https://desk.zoho.eu@evil.example/' }).host).toBe('evil.example');
  expect(factsOf({ id, url: 'no address' })).toEqual({
    tabId: null,
    frameId: null,
    isExtensionPage: false,
    host: null,
  });
});
