/**
 * What the administrator's pages may ask for. Taken from an unframed page of the extension only:
 * inside somebody else's page a click may land on what it was not meant for.
 */
import type {
  AdministratorMessages,
  ConflictFilterView,
  FailureFilterView,
  HistoryFilterView,
  MappingLineView,
} from '../protocol/administration';
import { kinds } from '../types';
import type { ConflictLog } from './conflicts';
import type { FailureLog } from './failures';
import type { History } from './history';
import type { Mapping } from './mapping';
import type { Preferences } from './preferences';
import { isIds, isPreferences } from './preferences-shape';
import type { Log } from './ports';
import { isPart, takeUnframed, type Taken } from './sender';
import { isTicks } from './ticks';

/** Everything the administrator's pages can reach. */
export interface Administration {
  readonly failures: FailureLog;
  readonly conflicts: ConflictLog;
  readonly history: History;
  readonly mapping: Mapping;
  readonly preferences: Preferences;
  readonly log: Log;
}

/** One handler a message; none of them ever rejects. */
export type AdministrationHandlers = Taken<AdministratorMessages>;

const longestText = 8192;

/** The handlers over these services. */
export function createAdministrationHandlers({
  failures,
  conflicts,
  history,
  mapping,
  preferences,
  log,
}: Administration): AdministrationHandlers {
  const take = takeUnframed(log);
  return {
    'failures.get': take(isSearch, (filter) => failures.get(filter)),
    'failures.rows': take(
      (data) => isFilter(data) && isPart(data),
      (data) => failures.rows(data, data),
    ),
    'failures.retry': take(
      (data) => isFilter(data) && isTicks(data.ticks),
      (data) => failures.retry(data, data.ticks),
    ),
    'failures.csv': take(
      (data) => isFilter(data),
      (filter) => failures.csv(filter),
    ),
    'conflicts.get': take(isSearch, (filter) => conflicts.get(filter)),
    'conflicts.rows': take(
      (data) => isSearch(data) && conflictShows.has(data.show) && isPart(data),
      ({ kind, search, show, ...part }) => conflicts.rows({ kind, search, show }, part),
    ),
    'conflicts.csv': take(isSearch, (filter) => conflicts.csv(filter)),
    'conflicts.decide': take(
      (data) => isText(data?.id) && isSide(data.side) && typeof data.always === 'boolean',
      ({ id, side, always: rule }) => conflicts.decide(id, side, rule),
    ),
    'conflicts.dismiss': take(
      (data) => data?.id === null || isText(data?.id),
      ({ id }) => conflicts.dismiss(id),
    ),
    'history.days': take(
      (data) => isInstants(data?.from),
      ({ from }) => history.days(from),
    ),
    'history.rows': take(
      (data) => isLinesFilter(data) && isPart(data),
      ({ offset, limit, ...filter }) => history.rows(filter, { offset, limit }),
    ),
    'history.changes': take(
      (data) =>
        isText(data?.runId) && isOneKind(data.kind) && (data.to === null || isSide(data.to)),
      (part) => history.changes(part),
    ),
    'history.csv': take(isLinesFilter, (filter) => history.csv(filter)),
    'mapping.get': take(
      (data) => isOneKind(data?.kind),
      ({ kind }) => mapping.get(kind),
    ),
    'mapping.check': take(
      (data) => isOneKind(data?.kind) && isLines(data.lines),
      ({ kind, lines }) => mapping.check(kind, lines),
    ),
    'mapping.sample': take(
      (data) => isOneKind(data?.kind) && isText(data.key) && isLines(data.lines),
      ({ kind, key, lines }) => mapping.sample(kind, key, lines),
    ),
    'mapping.unfit': take(
      (data) =>
        isOneKind(data?.kind) &&
        isLines(data.lines) &&
        isText(data.desk) &&
        isSide(data.target) &&
        unfitReasons.has(data.why),
      (query) => mapping.unfit(query),
    ),
    'mapping.save': take(
      (data) => isOneKind(data?.kind) && Number.isInteger(data.version) && isLines(data.lines),
      ({ kind, version, lines }) => mapping.save(kind, version, lines),
    ),
    'preferences.get': take(always, () => preferences.get()),
    'preferences.choices': take(always, () => preferences.choices()),
    'preferences.effect': take(
      (data) => isPreferences(data?.draft),
      ({ draft }) => preferences.effect(draft),
    ),
    'preferences.counts': take(
      (data) => isIds(data?.views?.contact) && isIds(data.views.account),
      async ({ views }) => {
        const [contact, account] = await Promise.all([
          preferences.counts('contact', views.contact),
          preferences.counts('account', views.account),
        ]);
        return { contact, account };
      },
    ),
    'preferences.save': take(
      (data) => Number.isInteger(data?.version) && isPreferences(data.draft),
      ({ version, draft, look }) => preferences.save(version, draft, look === true),
    ),
  };
}

const always = (): boolean => true;

const isSide = (value: unknown): boolean => value === 'desk' || value === 'crm';

const isText = (value: unknown): value is string =>
  typeof value === 'string' && value.length <= longestText;

const isKind = (value: unknown): boolean => value === null || kinds.some((kind) => kind === value);

const isFilter = (data: FailureFilterView | undefined): boolean =>
  isKind(data?.kind) && (data?.reason === null || isText(data?.reason)) && isText(data?.search);

const isSearch = (data: ConflictFilterView): boolean => isKind(data?.kind) && isText(data?.search);

const conflictShows: ReadonlySet<unknown> = new Set(['open', 'asked', 'settled']);

/** Days of one answer: as many as are kept, and some. */
const mostDays = 100;

const isInstants = (from: readonly unknown[] | undefined): boolean =>
  Array.isArray(from) && from.length <= mostDays && from.every((at) => Number.isFinite(at));

const isLinesFilter = (data: HistoryFilterView): boolean =>
  isInstants([data?.since]) &&
  (data?.until === null || isInstants([data?.until])) &&
  isKind(data?.kind) &&
  (data?.to === null || isSide(data?.to)) &&
  typeof data?.failed === 'boolean';

const isOneKind = (value: unknown): boolean => value !== null && isKind(value);

/** Lines of one mapping, and value pairs of one line. */
const mostLines = 1000;

const unfitReasons: ReadonlySet<unknown> = new Set(['failing', 'missing', 'empty']);

const directions: ReadonlySet<unknown> = new Set(['both', 'toDesk', 'toCrm', 'off']);

const isLines = (lines: readonly MappingLineView[]): boolean =>
  Array.isArray(lines) && lines.length <= mostLines && lines.every((line) => isLine(line));

const isLine = (line: MappingLineView | null): boolean =>
  isText(line?.desk) &&
  isText(line.crm) &&
  directions.has(line.direction) &&
  (line.unfit === undefined || line.unfit === 'empty') &&
  (line.values === undefined ||
    (Array.isArray(line.values) &&
      line.values.length <= mostLines &&
      line.values.every((pair) => Array.isArray(pair) && pair.length === 2 && pair.every(isText))));
