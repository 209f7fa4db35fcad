import './preview.css';
import { i18n } from '#i18n';
import type { HeldView } from '../../sync/protocol';
import { ask, type Client } from '../state/client';
import { Dialog } from '../ui/dialog';
import { count } from '../ui/format';
import { PreviewRows } from './preview-rows';

interface HeldDialogProps {
  client: Client;
  held: HeldView;
  busy: boolean;
  onConfirm: () => void;
  onDismiss: () => void;
  onClose: () => void;
}

/** The plan that stopped to ask: every record, and the yes that is bound to exactly these (SYN-11). */
export function HeldDialog({ client, held, busy, onConfirm, onDismiss, onClose }: HeldDialogProps) {
  const { hash, counts } = held;
  const all = counts.reduce((sum, { records }) => sum + records, 0);
  return (
    <Dialog title={i18n.t('needs.held.title')} alert wide onClose={onClose}>
      <p class="muted">{i18n.t('needs.held.lead')}</p>
      <ul class="sorts">
        {counts.map(({ kind, action, side, records }) => (
          <li key={`${kind}${action}${side}`}>
            <b class="mid num">{count(records)}</b>{' '}
            {`${i18n.t(`kind.${kind}`)} · ${i18n.t(`preview.do.${action}`)}`}{' '}
            <span class="muted">{side !== null && i18n.t(`preview.in.${side}`)}</span>
          </li>
        ))}
      </ul>
      <PreviewRows
        label={i18n.t('needs.held.records')}
        list={hash}
        fetch={(offset, limit) => ask(client, 'held.rows', { hash, offset, limit })}
      />
      <form method="dialog" class="dlg-acts">
        <button class="btn" autofocus disabled={busy}>
          {i18n.t('close')}
        </button>
        {held.dismissedAt === null && (
          <button class="btn" type="button" disabled={busy} onClick={onDismiss}>
            {i18n.t('needs.held.dismiss')}
          </button>
        )}
        <button class="btn danger" type="button" disabled={busy} onClick={onConfirm}>
          {i18n.t('needs.held.confirm', all, { count: count(all) })}
        </button>
      </form>
    </Dialog>
  );
}
