import { Check, Pin, Rows3, X } from 'lucide';
import { useState } from 'preact/hooks';
import { i18n } from '#i18n';
import type {
  ConflictFilterView,
  ConflictShow,
  ConflictView,
} from '../../sync/protocol/administration';
import type { Side } from '../../sync/types';
import { ask, type Client } from '../state/client';
import { useRows } from '../state/use-rows';
import { Dialog } from '../ui/dialog';
import { exact } from '../ui/format';
import { Menu, type MenuEntry } from '../ui/menu';
import { useNow } from '../ui/use-now';
import { VirtualRows } from '../ui/virtual-rows';
import { ConflictSide } from './conflict-side';

interface ConflictRowsProps {
  client: Client;
  filter: ConflictFilterView & { readonly show: ConflictShow };
  /** Another number: the list may have changed. */
  news: number;
  busy: boolean;
  onDecide: (conflict: ConflictView, side: Side, always: boolean) => void;
  onDismiss: (id: string) => void;
}

export function ConflictRows({
  client,
  filter,
  news,
  busy,
  onDecide,
  onDismiss,
}: ConflictRowsProps) {
  const now = useNow();
  const [detail, setDetail] = useState<ConflictView | null>(null);
  const rows = useRows<ConflictView>(JSON.stringify([filter, news]), (offset, limit) =>
    ask(client, 'conflicts.rows', { ...filter, offset, limit }),
  );

  function entries(conflict: ConflictView): MenuEntry[] {
    const always = (side: Side): MenuEntry => ({
      label: i18n.t('conflicts.always', { side: i18n.t(`side.${side}`) }),
      icon: conflict.rule === side ? Check : Pin,
      act: () => onDecide(conflict, side, true),
    });
    const whole = { label: i18n.t('conflicts.whole'), icon: Rows3, act: () => setDetail(conflict) };
    if (conflict.settledAt !== null) return [whole];
    return [
      whole,
      always('crm'),
      always('desk'),
      { label: i18n.t('conflicts.dismiss'), icon: X, act: () => onDismiss(conflict.id) },
    ];
  }

  return (
    <div class="cf">
      <VirtualRows
        label={i18n.t('nav.conflicts')}
        of={rows.of}
        onSight={rows.onSight}
        head={
          <>
            <th scope="col">{i18n.t('failures.record')}</th>
            <th scope="col">{i18n.t('conflicts.field')}</th>
            <th scope="col">{i18n.t('side.crm')}</th>
            <th scope="col">{i18n.t('side.desk')}</th>
            <th scope="col">
              <span class="vh">{i18n.t('more')}</span>
            </th>
          </>
        }
        row={(index) => {
          const conflict = rows.row(index);
          if (conflict === undefined) return <td>…</td>;
          return (
            <>
              <td>
                <span class="name" title={conflict.title}>
                  <bdi>{conflict.title}</bdi>
                </span>
                <span class="muted small sub2">{i18n.t(`one.${conflict.kind}`)}</span>
              </td>
              <td class="two" data-l={i18n.t('conflicts.field')}>
                {conflict.field}
              </td>
              {(['crm', 'desk'] as const).map((side) => (
                <td key={side} data-l={i18n.t(`side.${side}`)}>
                  <ConflictSide
                    conflict={conflict}
                    side={side}
                    now={now}
                    busy={busy}
                    onUse={() => onDecide(conflict, side, false)}
                  />
                </td>
              ))}
              <td class="act">
                <Menu
                  label={i18n.t('conflicts.moreFor', {
                    title: conflict.title,
                    field: conflict.field,
                  })}
                  entries={entries(conflict)}
                />
              </td>
            </>
          );
        }}
      />
      {detail !== null && <Values conflict={detail} onClose={() => setDetail(null)} />}
    </div>
  );
}

/** Both values whole; lists cut them. */
function Values({ conflict, onClose }: { conflict: ConflictView; onClose: () => void }) {
  return (
    <Dialog title={`${conflict.title}: ${conflict.field}`} onClose={onClose}>
      {(['crm', 'desk'] as const).map((side) => {
        const { value, at } = conflict[side];
        return (
          <div class="raw" key={side}>
            <span class="muted small">
              {i18n.t(`side.${side}`)}
              {at !== null && ` · ${exact(at)}`}
              {conflict.kept === side && ` · ${i18n.t('conflicts.kept')}`}
            </span>
            <p class="whole" dir="auto">
              {value ?? i18n.t('conflicts.empty')}
            </p>
          </div>
        );
      })}
      <form method="dialog" class="dlg-acts">
        <button class="btn">{i18n.t('close')}</button>
      </form>
    </Dialog>
  );
}
