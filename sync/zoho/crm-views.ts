/**
 * CRM's list views (contract 2.2, 2.8). A list inside a view costs three credits a page and cannot
 * be sorted, so it is read for what was modified since the last reading only, and not at all while
 * the feed of all records shows no change (DESIGN 3.10).
 *
 * A record that leaves a view moves the others up over the edge of a page. So several pages are
 * read again when anything was modified or deleted meanwhile: an id too many is mended by the next
 * reading of its own change, one too few would stay unseen until it changes.
 */
import * as v from 'valibot';
import type { ListView, ViewPage } from '../engine/remote-ports';
import type { Instant, Kind, RecordId } from '../types';
import { SyncError } from '../core/problem';
import type { CrmFeeds } from './crm-feeds';
import { crmModules } from './crm-fields';
import { readRows, rowId, rowsByPage, rowsPerList } from './crm-records';
import { crmTime } from './crm-values';
import type { Http } from './http';
import { readNow } from './interactive-read';
import { failed } from './problems';
import { idShape, instantOf, parse, parsePage } from './record-page';

const pageShape = v.object({
  /** Which of the chosen views. */
  view: v.number(),
  page: v.number(),
  token: v.nullable(v.string()),
  /** CRM's clock when this reading of this view began. */
  begun: v.nullable(v.number()),
  round: v.number(),
});
type Page = v.InferOutput<typeof pageShape>;

const viewsShape = v.object({
  custom_views: v.array(
    v.object({
      id: idShape,
      name: v.nullish(v.string()),
      display_value: v.nullish(v.string()),
      modified_time: v.nullish(v.string()),
    }),
  ),
});

/** Readings of a view that changes keep disturbing; then the next change of a record must do. */
const mostRounds = 3;

export interface CrmViews {
  list(kind: Kind): Promise<readonly ListView[]>;
  inViews(
    kind: Kind,
    viewIds: readonly RecordId[],
    request: { readonly since: Instant | null; readonly page: string | null },
  ): Promise<ViewPage>;
}

export function createCrmViews(http: Http, feeds: CrmFeeds): CrmViews {
  async function rowsOf(
    kind: Kind,
    viewId: RecordId,
    at: Page,
    since: Instant | null,
  ): Promise<ReturnType<typeof readRows>> {
    const place: Readonly<Record<string, string>> =
      at.token === null ? { page: String(at.page) } : { page_token: at.token };
    try {
      const answer = await http.send({
        method: 'GET',
        path: `/crm/v8/${crmModules[kind]}`,
        query: { fields: 'Modified_Time', cvid: viewId, per_page: String(rowsPerList), ...place },
        ...(since === null ? {} : { headers: { 'If-Modified-Since': crmTime(since - 1000) } }),
        writing: false,
        lane: 'sync',
        credits: 3,
      });
      return readRows(answer, 'crm view');
    } catch (thrown) {
      // A page token that has died is refused in the same words: only the first page tells.
      const isRefused = thrown instanceof SyncError && thrown.problem.code === 'defect.request';
      if (!isRefused || at.page > 1) throw thrown;
      throw failed('zoho.viewGone', { detail: thrown.problem.detail, cause: thrown });
    }
  }

  /** Whether anything moved since: then a page's edge may have hidden a record. */
  async function isDisturbed(kind: Kind, begun: Instant | null): Promise<boolean> {
    if (begun === null) return true;
    const request = { since: begun, page: null };
    const changes = await feeds.changes(kind, { ...request, fields: [] });
    if (changes.records.length > 0) return true;
    return (await feeds.deletions(kind, request)).deletions.length > 0;
  }

  const start = (view: number, round = 0): Page => ({
    view,
    page: 1,
    token: null,
    begun: http.serverTime(),
    round,
  });

  return {
    async list(kind) {
      const body = await readNow(http, '/crm/v8/settings/custom_views', {
        module: crmModules[kind],
      });
      if (body === null) return [];
      return parse(viewsShape, body, 'crm views').custom_views.map((view) => ({
        id: view.id,
        name: view.display_value ?? view.name ?? view.id,
        editedAt: instantOf(view.modified_time),
      }));
    },

    async inViews(kind, viewIds, { since, page }) {
      const at = parsePage(pageShape, page) ?? start(0);
      const viewId = viewIds[at.view];
      if (viewId === undefined) return { ids: [], next: null };
      const { rows, more, token } = await rowsOf(kind, viewId, at, since);
      const isBeyond = at.page * rowsPerList >= rowsByPage;
      let next: Page | null = at.view + 1 < viewIds.length ? start(at.view + 1) : null;
      if (more && rows.length > 0)
        next = { ...at, page: at.page + 1, token: isBeyond ? token : null };
      else if (at.page > 1 && at.round + 1 < mostRounds && (await isDisturbed(kind, at.begun)))
        next = start(at.view, at.round + 1);
      return { ids: rows.map(rowId), next: next === null ? null : JSON.stringify(next) };
    },
  };
}
