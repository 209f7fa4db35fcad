/** Messages about previews and held plans. Taken from an unframed page of the extension only. */
import type { PreviewFilterView, PreviewMessages } from '../protocol/preview';
import { kinds } from '../types';
import type { Log } from './ports';
import type { Previews } from './previews';
import { isPart, takeUnframed, type Taken } from './sender';
import { isTicks } from './ticks';

/** One handler a message; none of them ever rejects. */
export type PreviewHandlers = Taken<PreviewMessages>;

const longestText = 8192;

/** The handlers over this read model. */
export function createPreviewHandlers(previews: Previews, log: Log): PreviewHandlers {
  const take = takeUnframed(log);
  return {
    'preview.get': take(always, () => previews.get()),
    'preview.make': take(always, () => done(previews.make())),
    'preview.rows': take(
      (data) => isText(data?.hash) && isFilter(data) && isPart(data),
      (data) => previews.rows(data.hash, data, data),
    ),
    'preview.sum': take(
      (data) => isText(data?.hash) && isTicks(data.ticks),
      ({ hash, ticks }) => previews.sum(hash, ticks),
    ),
    'preview.csv': take(
      (data) => isText(data?.hash) && isFilter(data),
      (data) => previews.csv(data.hash, data),
    ),
    'preview.apply': take(
      (data) => isText(data?.hash) && isTicks(data.ticks),
      ({ hash, ticks }) => done(previews.apply(hash, ticks)),
    ),
    'preview.dismiss': take(always, () => done(previews.dismiss())),
    'held.rows': take(
      (data) => isText(data?.hash) && isPart(data),
      (data) => previews.heldRows(data.hash, data),
    ),
    'held.dismiss': take(always, () => done(previews.dismissHeld())),
  };
}

const always = (): boolean => true;

const isText = (value: unknown): boolean =>
  typeof value === 'string' && value.length <= longestText;

const isOneOf = (values: readonly unknown[], value: unknown): boolean => values.includes(value);

const isFilter = (data: PreviewFilterView): boolean =>
  isOneOf([null, ...kinds], data.kind) &&
  isOneOf([null, 'link', 'create', 'update', 'delete', 'unlink', 'need'], data.action) &&
  isOneOf([null, 'desk', 'crm'], data.side) &&
  isOneOf([undefined, true, false], data.emails) &&
  isText(data.search);

async function done(task: Promise<void>): Promise<null> {
  await task;
  return null;
}
