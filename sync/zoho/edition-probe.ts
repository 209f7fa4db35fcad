/**
 * What an organisation's edition lacks (CON-5). Names of editions change and say little, so each
 * thing that Tandem needs is asked for once; a refusal to an administrator means that it is not there.
 */
import type { Lack } from '../protocol';
import type { Problem, Side } from '../types';
import { problemOf } from '../core/problem';
import type { Http } from './http';

interface Probe {
  readonly lack: Lack;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  /** API credits. */
  readonly credits: number;
}

const probes: Readonly<Record<Side, readonly Probe[]>> = {
  desk: [
    { lack: 'deskProducts', path: '/api/v1/products', query: { limit: '1' }, credits: 1 },
    { lack: 'deskBin', path: '/api/v1/recycleBin', query: { from: '0', limit: '1' }, credits: 3 },
  ],
  crm: [
    {
      lack: 'crmProducts',
      path: '/crm/v8/Products',
      query: { fields: 'id', per_page: '1' },
      credits: 1,
    },
    {
      lack: 'crmDeals',
      path: '/crm/v8/Deals',
      query: { fields: 'id', per_page: '1' },
      credits: 1,
    },
    {
      lack: 'crmViews',
      path: '/crm/v8/settings/custom_views',
      query: { module: 'Contacts' },
      credits: 1,
    },
    { lack: 'crmVariables', path: '/crm/v8/settings/variables', query: {}, credits: 1 },
  ],
};

/** Refusals that are not of the moment, of the sign-in's scopes, or of how it was asked. */
function isLasting({ code, detail }: Problem): boolean {
  return (
    ['zoho.licence', 'zoho.noPermission', 'record.gone'].includes(code) ||
    detail?.includes('INVALID_MODULE') === true
  );
}

/** What is refused, in the order of the list. An answer that does not come says nothing. Never rejects. */
export async function lacksOf(side: Side, http: Http): Promise<readonly Lack[]> {
  const found = await Promise.all(
    probes[side].map(async ({ lack, path, query, credits }): Promise<readonly Lack[]> => {
      try {
        await http.send({
          method: 'GET',
          path,
          query,
          writing: false,
          lane: 'interactive',
          credits,
        });
        return [];
      } catch (thrown) {
        return isLasting(problemOf(thrown)) ? [lack] : [];
      }
    }),
  );
  return found.flat();
}
