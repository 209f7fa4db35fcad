import { expect, it } from 'vitest';
import { hostIn } from '../../../components/state/own-hosts';

it.each([
  ['support.acme.example', 'support.acme.example'],
  [' https://Support.ACME.example/agent/acme/all ', 'support.acme.example'],
  ['crmplus.zoho.com', 'crmplus.zoho.com'],
  ['bücher.example', 'xn--bcher-kva.example'],
  ['desk.zoho.com', null],
  ['acme.zohodesk.eu', null],
  ['localhost', null],
  ['127.0.0.1', null],
  ['support.acme.example:8443', null],
  ['https://user@support.acme.example', null],
  ['*.example.com', null],
  ['two words', null],
  ['', null],
])('%s is the host %s', (typed, host) => {
  expect(hostIn(typed)).toBe(host);
});
