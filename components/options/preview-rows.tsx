import {
  CircleAlert,
  Link2,
  Link2Off,
  Plus,
  RotateCw,
  Trash2,
  TriangleAlert,
  type IconNode,
} from 'lucide';
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { i18n } from '#i18n';
import type { Rows } from '../../sync/protocol/administration';
import type { Answer } from '../../sync/protocol';
import type { PreviewRowView } from '../../sync/protocol/preview';
import type { Kind } from '../../sync/types';
import type { LinkReason } from '../../sync/types/runs';
import { useRows } from '../state/use-rows';
import { Dialog } from '../ui/dialog';
import { count } from '../ui/format';
import { Icon } from '../ui/icon';
import { VirtualRows } from '../ui/virtual-rows';
import { Need, NeedDetail } from './preview-need';
import { ValueChange } from './value-change';

export const actionIcons: Readonly<Record<PreviewRowView['action'], IconNode>> = {
  link: Link2,
  create: Plus,
  update: RotateCw,
  delete: Trash2,
  unlink: Link2Off,
  need: CircleAlert,
};

/** Lines of fields that a row has room for. */
const roomFor = 2;

interface PreviewRowsProps {
  label: string;
  /** Names the list and its state. */
  list: string;
  fetch: (offset: number, limit: number) => Promise<Answer<Rows<PreviewRowView>>>;
  /** Cells before the record: the ticks, where there are any. */
  tick?: {
    readonly head: ComponentChildren;
    readonly row: (row: PreviewRowView) => ComponentChildren;
  };
}

/** Planned actions with the fields before and after. */
export function PreviewRows({ label, list, fetch, tick }: PreviewRowsProps) {
  const [detail, setDetail] = useState<PreviewRowView | null>(null);
  const rows = useRows<PreviewRowView>(list, fetch);
  if (rows.known && rows.of === 0) return <p class="empty">{i18n.t('nothingFound')}</p>;
  return (
    <div class={tick === undefined ? 'pv' : 'pv ticks'}>
      <VirtualRows
        label={label}
        of={rows.of}
        onSight={rows.onSight}
        head={
          <>
            {tick !== undefined && <th scope="col">{tick.head}</th>}
            <th scope="col">{i18n.t('failures.record')}</th>
            <th scope="col">{i18n.t('preview.action')}</th>
            <th scope="col">{i18n.t('preview.fields')}</th>
          </>
        }
        row={(index) => {
          const row = rows.row(index);
          if (row === undefined) return <td>…</td>;
          return (
            <>
              {tick !== undefined && <td class="ck">{tick.row(row)}</td>}
              <td>
                <span class="name" title={row.title}>
                  <bdi>{row.title}</bdi>
                </span>
                <span class="muted small sub2">{i18n.t(`one.${row.kind}`)}</span>
              </td>
              <td class="deed">
                <span class={row.why === null ? 'do' : 'do amber'}>
                  <Icon of={actionIcons[row.action]} small />
                  {i18n.t(`preview.do.${row.action}`)}
                </span>
                {row.side !== null && (
                  <span class="muted small sub2">{i18n.t(`preview.in.${row.side}`)}</span>
                )}
              </td>
              <td class="chg">
                {row.because !== null ? (
                  <span class="muted">{becauseWords(row.kind, row.because)}</span>
                ) : row.why === null ? (
                  <Fields row={row} onMore={() => setDetail(row)} />
                ) : (
                  <Need row={row} why={row.why} onMore={() => setDetail(row)} />
                )}
              </td>
            </>
          );
        }}
      />
      {detail !== null && (
        <Dialog title={detail.title} onClose={() => setDetail(null)}>
          <p class="muted">
            {i18n.t(`one.${detail.kind}`)} · {i18n.t(`preview.do.${detail.action}`)}{' '}
            {detail.side !== null && i18n.t(`preview.in.${detail.side}`)}
          </p>
          {detail.why === null ? (
            <ul class="chg all">
              {detail.fields.map((field) => (
                <Field key={field.label} field={field} />
              ))}
            </ul>
          ) : (
            <NeedDetail row={detail} why={detail.why} />
          )}
          <form method="dialog" class="dlg-acts">
            <button class="btn">{i18n.t('close')}</button>
          </form>
        </Dialog>
      )}
    </div>
  );
}

/** How two records found each other, in words. */
const becauseWords = (kind: Kind, because: LinkReason): string =>
  i18n.t(
    because === 'matched'
      ? `preview.because.${kind === 'contact' ? 'email' : 'name'}`
      : `preview.because.${because}`,
  );

function Fields({ row, onMore }: { row: PreviewRowView; onMore: () => void }) {
  const { fields, overwritesEmail, title } = row;
  const hasFoot = overwritesEmail || fields.length > roomFor;
  const shown = fields.slice(0, hasFoot ? roomFor - 1 : roomFor);
  const rest = fields.length - shown.length;
  return (
    <>
      <ul>
        {shown.map((field) => (
          <Field key={field.label} field={field} />
        ))}
      </ul>
      {hasFoot && (
        <span class="foot small">
          {overwritesEmail && (
            <span class="warn amber">
              <Icon of={TriangleAlert} small />
              <span>{i18n.t('preview.overwrites')}</span>
            </span>
          )}
          {rest > 0 && (
            <button class="link" type="button" onClick={onMore}>
              {i18n.t('more_', { count: count(rest) })}
              <span class="vh">: {title}</span>
            </button>
          )}
        </span>
      )}
    </>
  );
}

function Field({ field }: { field: PreviewRowView['fields'][number] }) {
  return (
    <li title={`${field.label}: ${field.before ?? ''} → ${field.after ?? ''}`}>
      <ValueChange {...field} none={i18n.t('preview.removed')} />
    </li>
  );
}
