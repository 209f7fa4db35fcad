/**
 * What an organisation's edition lacks (CON-5). Names of editions change and say little, so each
 * thing that Tandem needs is asked for once; a refusal to an administrator means that it is not there.
 * CRM's modules are learned from its list of them: no record is read before it is known what of CRM
 * the profile may see (PER-4), and Desk's own switches may hide deals from the administrator too.
 */
import * as v from 'valibot';
import type { Lack } from '../protocol';
import type { Problem, Side } from '../types';
import { problemOf } from '../core/problem';
import type { Http } from './http';
import { parse } from './record-page';

interface Probe {
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  /** API credits. */
  readonly credits: number;
  /** What is not there when this is refused; null where a refusal says nothing of a single thing. */
  readonly lack: Lack | null;
  /** What an answer itself says is not there. */
  readonly lacking?: (body: unknown) => readonly Lack[];
}

const modulesShape = v.object({
  modules: v.array(
    v.object({
      api_name: v.string(),
      api_supported: v.nullish(v.boolean()),
      viewable: v.nullish(v.boolean()),
    }),
  ),
});

const moduleLacks: Readonly<Record<string, Lack>> = { Products: 'crmProducts', Deals: 'crmDeals' };

/** Modules that the list (contract 2.8) leaves out, or keeps from the API or from an administrator. */
function missingModules(body: unknown): readonly Lack[] {
  const { modules } = parse(modulesShape, body, 'crm modules');
  const there = new Set(
    modules
      .filter((module) => module.api_supported !== false && module.viewable !== false)
      .map((module) => module.api_name),
  );
  return Object.entries(moduleLacks).flatMap(([name, lack]) => (there.has(name) ? [] : [lack]));
}

const probes: Readonly<Record<Side, readonly Probe[]>> = {
  desk: [
    { lack: 'deskProducts', path: '/api/v1/products', query: { limit: '1' }, credits: 1 },
    { lack: 'deskBin', path: '/api/v1/recycleBin', query: { from: '0', limit: '1' }, credits: 3 },
  ],
  crm: [
    {
      lack: null,
      path: '/crm/v8/settings/modules',
      query: {},
      credits: 1,
      lacking: missingModules,
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

/** What is not there, in the order of the list. An answer that does not come says nothing. Never rejects. */
export async function lacksOf(side: Side, http: Http): Promise<readonly Lack[]> {
  const found = await Promise.all(
    probes[side].map(async ({ lack, lacking, path, query, credits }): Promise<readonly Lack[]> => {
      try {
        const { body } = await http.send({
          method: 'GET',
          path,
          query,
          writing: false,
          lane: 'interactive',
          credits,
        });
        return lacking?.(body) ?? [];
      } catch (thrown) {
        return lack !== null && isLasting(problemOf(thrown)) ? [lack] : [];
      }
    }),
  );
  return found.flat();
}
