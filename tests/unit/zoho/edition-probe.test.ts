/** What an edition lacks is learned without reading a record of CRM, and never guessed. */
import { describe, expect, it } from 'vitest';
import { lacksOf } from '../../../sync/zoho/edition-probe';
import { bench, json, type Reply } from './scripted';

const module = (name: string, over: Record<string, unknown> = {}) => ({
  api_name: name,
  api_supported: true,
  viewable: true,
  ...over,
});
const refusal = (code: string, status: number): Response =>
  json({ code, message: code, details: {}, status: 'error' }, status);

/** A CRM whose list of modules is answered so, and everything else with success. */
function crm(list: () => Response, rest: () => Response = () => json({})) {
  const reply: Reply = (url) => (url.pathname.endsWith('/settings/modules') ? list() : rest());
  return bench('crm', [], () => reply);
}
const listed =
  (...modules: unknown[]) =>
  (): Response =>
    json({ modules });
const whole = listed(module('Contacts'), module('Products'), module('Deals'));

describe('what CRM lacks', () => {
  it('is nothing where all is there, and is asked for in settings alone', async () => {
    const { http, script } = crm(whole);
    expect(await lacksOf('crm', http)).toEqual([]);
    const paths = script.sent.map(({ url }) => url.pathname);
    expect(paths).toHaveLength(3);
    for (const path of paths) expect(path).toMatch(/^\/crm\/v8\/settings\//);
  });

  const products = module('Products');
  it.each([
    ['left out', [products], ['crmDeals']],
    [
      'hidden from an administrator',
      [products, module('Deals', { viewable: false })],
      ['crmDeals'],
    ],
    ['not for the API', [products, module('Deals', { api_supported: false })], ['crmDeals']],
    ['left out with another', [module('Contacts')], ['crmProducts', 'crmDeals']],
  ])('is a module that is %s', async (_, modules, lacks) => {
    expect(await lacksOf('crm', crm(listed(...modules)).http)).toEqual(lacks);
  });

  it('is no module that is listed with its name alone', async () => {
    const list = listed({ api_name: 'Deals' }, { api_name: 'Products' });
    expect(await lacksOf('crm', crm(list).http)).toEqual([]);
  });

  it('is what is refused for good', async () => {
    const { http } = crm(whole, () => refusal('NO_PERMISSION', 403));
    expect(await lacksOf('crm', http)).toEqual(['crmViews', 'crmVariables']);
  });

  it.each([
    ['that is refused', () => refusal('NO_PERMISSION', 403)],
    ['that cannot be read', () => json({ modules: 'none' })],
    ['that is empty of content', () => new Response(null, { status: 204 })],
  ])('is not guessed from a list of modules %s', async (_, list) => {
    expect(await lacksOf('crm', crm(list).http)).toEqual([]);
  });
});

it('finds a Desk without products', async () => {
  const reply: Reply = (url) =>
    url.pathname.endsWith('/products')
      ? json({ errorCode: 'LICENSE_ACCESS_LIMITED', message: 'not in this edition' }, 403)
      : json({ data: [] });
  expect(await lacksOf('desk', bench('desk', [], () => reply).http)).toEqual(['deskProducts']);
});
