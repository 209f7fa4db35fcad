import { useState } from 'preact/hooks';
import { i18n } from '#i18n';
import type { PreferenceChoices, PreferencesDraft } from '../../sync/protocol/administration';
import type { Client } from '../state/client';
import { useQuery } from '../state/use-query';
import { count } from '../ui/format';
import { Ticks } from './preference-question';

const kinds = ['contact', 'account'] as const;

/** Views of a kind that stand there at first, beside those that are chosen; and that are counted at most. */
const fewViews = 4;
const mostCounted = 40;

interface ListViewsProps {
  client: Client;
  available: PreferenceChoices;
  /** Chosen as it is stored, and as it is edited. */
  stored: PreferencesDraft['views'];
  views: PreferencesDraft['views'];
  onEdit: (views: PreferencesDraft['views']) => void;
}

/** The CRM list views whose records are synced (SYN-2), with the number of records in each. */
export function ListViews({ client, available, stored, views, onEdit }: ListViewsProps) {
  const [all, setAll] = useState(false);
  const shownOf = (kind: (typeof kinds)[number]): PreferenceChoices['contact'] =>
    available[kind].filter(
      ({ id }, at) => all || at < fewViews || stored[kind].includes(id) || views[kind].includes(id),
    );
  const hidden =
    kinds.reduce((sum, kind) => sum + available[kind].length, 0) -
    kinds.reduce((sum, kind) => sum + shownOf(kind).length, 0);
  const idsOf = (kind: (typeof kinds)[number]): readonly string[] =>
    shownOf(kind)
      .slice(0, mostCounted)
      .map(({ id }) => id);
  const asked = { views: { contact: idsOf('contact'), account: idsOf('account') } };
  const counts = useQuery(client, 'preferences.counts', asked, []);
  return (
    <>
      <div class="lv">
        {kinds.map((kind) => (
          <Views
            key={kind}
            counts={counts.value?.[kind] ?? []}
            kind={kind}
            shown={shownOf(kind)}
            ticked={views[kind]}
            onTick={(ids) => onEdit({ ...views, [kind]: ids })}
          />
        ))}
      </div>
      {hidden > 0 && (
        <button class="link" type="button" onClick={() => setAll(true)}>
          {i18n.t('preferences.moreViews', hidden, { count: count(hidden) })}
        </button>
      )}
    </>
  );
}

interface ViewsProps {
  /** Records in each, as far as they are known. */
  counts: readonly (number | null)[];
  kind: (typeof kinds)[number];
  shown: PreferenceChoices['contact'];
  ticked: readonly string[];
  onTick: (ids: readonly string[]) => void;
}

function Views({ counts, kind, shown, ticked, onTick }: ViewsProps) {
  const countOf = (at: number): string => {
    const records = counts[at] ?? null;
    // The line stands there before its number does.
    return records === null
      ? '\u00a0'
      : i18n.t(`preferences.inView.${kind}`, records, { count: count(records) });
  };
  return (
    <Ticks
      legend={i18n.t(`kind.${kind}`)}
      of={shown.map((view, at) => ({ ...view, lead: countOf(at) }))}
      ticked={ticked}
      onTick={onTick}
    />
  );
}
