/** The CRM's web pages: one record to look at, where links from elsewhere arrive. */
import { readFile } from 'node:fs/promises';
import { apiRecord } from '../crm/records';
import type { CrmOrg, World } from '../world';
import { tableOf } from '../world';
import { Html, html, type HtmlValue } from './html';
import { createNonce, page, redirect } from './policy';

/** Tabs keep the modules' old names. */
const moduleOfTab: Readonly<Record<string, string>> = { Potentials: 'Deals', Activities: 'Tasks' };

const titleFields = [
  'Deal_Name',
  'Account_Name',
  'Product_Name',
  'Full_Name',
  'Subject',
  'Event_Title',
  'Note_Title',
];

function titleOf(fields: Readonly<Record<string, unknown>>): string {
  const titles = titleFields.map((name) => fields[name]);
  return (
    titles.find((title) => typeof title === 'string' && title !== '')?.toString() ?? 'No title'
  );
}

/** A value as text; lookups and owners show the name of what they point at. */
function shown(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (Array.isArray(value)) return value.map(shown).filter(Boolean).join(', ');
  if (typeof value === 'object') {
    if ('name' in value) return shown(value.name);
    return 'id' in value ? shown(value.id) : '';
  }
  return typeof value === 'boolean' ? (value ? 'Yes' : 'No') : String(value as string | number);
}

function valueOf(org: CrmOrg, field: string, value: unknown): HtmlValue {
  const tab = { Account_Name: 'Accounts', Contact_Name: 'Contacts', Who_Id: 'Contacts' }[field];
  if (tab === undefined || typeof value !== 'object' || value === null || !('id' in value)) {
    return shown(value);
  }
  return html`<a href="/crm/org${org.zgid}/tab/${tab}/${shown(value.id)}">${shown(value)}</a>`;
}

function frame(title: string, nonce: string, css: string, body: HtmlValue, status = 200): Response {
  const document = html`<html lang="en">
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <title>${title}</title>
      <link rel="icon" href="data:," />
      <style nonce="${nonce}">
        ${new Html(css)}
      </style>
    </head>
    <body>
      ${body}
    </body>
  </html>`;
  return page(document, nonce, { status });
}

/** The record as an administrator's API call returns it, so that page and API cannot disagree. */
function recordPage(
  tab: string,
  org: CrmOrg,
  record: Readonly<Record<string, unknown>>,
  nonce: string,
  css: string,
): Response {
  const rows = Object.entries(record)
    .filter(([name, value]) => !name.startsWith('$') && shown(value) !== '')
    .map(
      ([name, value]) =>
        html`<dt>${name.replaceAll('_', ' ')}</dt>
          <dd dir="auto">${valueOf(org, name, value)}</dd>`,
    );
  const title = titleOf(record);
  return frame(
    `${title} - ${tab}`,
    nonce,
    css,
    html`<header><b>${org.name}</b><span>${tab}</span></header>
      <main data-id="${shown(record['id'])}">
        <h1 dir="auto">${title}</h1>
        <dl>${rows}</dl>
      </main>`,
  );
}

/** Serves `https://crm.zoho.{tld}`: `/crm/org{zgid}/tab/{Tab}/{id}`. */
export function crmPages(world: World): (request: Request) => Promise<Response> {
  return async (request) => {
    const nonce = createNonce();
    const css = await readFile(new URL('client/crm.css', import.meta.url), 'utf8');
    const missing = (): Response =>
      frame('Not found', nonce, css, html`<main><h1>There is no record here</h1></main>`, 404);
    const { pathname } = new URL(request.url);
    const first = world.crmOrgs[0];
    if (first === undefined) return missing();
    const found = /^\/crm\/(?:org(\d+)\/)?tab\/(\w+)(?:\/(\d+))?\/?$/.exec(pathname);
    if (found === null)
      return pathname === '/' ? redirect(`/crm/org${first.zgid}/tab/Contacts`) : missing();
    const [, zgid, tab = '', id] = found;
    const org = zgid === undefined ? first : world.crmOrgs.find((one) => one.zgid === zgid);
    const module = moduleOfTab[tab] ?? tab;
    if (org === undefined || !org.modules.has(module)) return missing();
    if (id === undefined) {
      return frame(
        tab,
        nonce,
        css,
        html`<header><b>${org.name}</b><span>${tab}</span></header>
          <main><h1>${tab}</h1></main>`,
      );
    }
    const record = tableOf(org, module).get(id);
    if (record?.state !== 'live') return missing();
    return recordPage(tab, org, apiRecord(world, org, module, record), nonce, css);
  };
}
