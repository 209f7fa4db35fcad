import { ArrowRight } from 'lucide';
import { i18n } from '#i18n';
import type { EffectView, MappingCheckView } from '../../sync/protocol/mapping-check';
import type { FieldMeta, Side } from '../../sync/types';
import { Dialog } from '../ui/dialog';
import { count } from '../ui/format';
import { Icon } from '../ui/icon';

interface EffectDialogProps {
  check: MappingCheckView;
  metas: Readonly<Record<Side, readonly FieldMeta[]>>;
  linked: number;
  onClose: () => void;
}

/** What saving the mapping would do to the records that are linked (MAP-5). */
export function EffectDialog({ check, metas, linked, onClose }: EffectDialogProps) {
  return (
    <Dialog title={i18n.t('mapping.effectTitle')} onClose={onClose}>
      <Effect
        effect={check.stored}
        metas={metas}
        lead={i18n.t('mapping.effectStored', linked, {
          count: count(linked),
          of: count(check.stored.of),
        })}
      />
      {check.read !== null && (
        <Effect
          effect={check.read}
          metas={metas}
          lead={i18n.t('mapping.effectRead', check.read.of, { count: count(check.read.of) })}
        />
      )}
      <form method="dialog" class="dlg-acts">
        <button class="btn" autofocus>
          {i18n.t('close')}
        </button>
      </form>
    </Dialog>
  );
}

const numbers = ['desk', 'crm', 'failing', 'asking'] as const;

function Effect({
  effect,
  metas,
  lead,
}: {
  effect: EffectView;
  metas: EffectDialogProps['metas'];
  lead: string;
}) {
  const labelOf = (side: Side, name: string): string =>
    metas[side].find((meta) => meta.name === name)?.label ?? name;
  const told = numbers.filter((name) => effect[name] > 0);
  return (
    <section class="eff">
      <h3 class="muted small">{lead}</h3>
      <p>
        {told.length === 0
          ? i18n.t('mapping.effectNone')
          : told
              .map((name) =>
                i18n.t(`mapping.effectOf.${name}`, effect[name], { count: count(effect[name]) }),
              )
              .join(' · ')}
      </p>
      {effect.rows.length > 0 && (
        // Scrolled by keyboard as well.
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        <ul class="pub" tabIndex={0}>
          {effect.rows.map((row) => (
            <li key={`${row.side}/${row.title}/${row.field}`}>
              <bdi class="mid">{row.title}</bdi>{' '}
              <span class="muted">
                {i18n.t(`side.${row.side}`)}, {labelOf(row.side, row.field)}
              </span>
              <br />
              <bdi class="muted">{row.before ?? i18n.t('conflicts.empty')}</bdi>{' '}
              <Icon of={ArrowRight} small class="flip" />{' '}
              <bdi>{row.after ?? i18n.t('conflicts.empty')}</bdi>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
