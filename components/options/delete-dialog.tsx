import { Check, X } from 'lucide';
import { i18n } from '#i18n';
import type { StatusView } from '../../sync/protocol';
import { Dialog } from '../ui/dialog';
import { count } from '../ui/format';
import { Icon } from '../ui/icon';

interface DeleteDialogProps {
  status: StatusView;
  busy: boolean;
  onDelete: () => void;
  onClose: () => void;
}

/** Cannot be taken back: what will happen, to how many, and what stays (REM-1). */
export function DeleteDialog({ status, busy, onDelete, onClose }: DeleteDialogProps) {
  const organisation = status.connection?.deskName;
  const links = status.modules.reduce((sum, module) => sum + module.linked, 0);
  const ends = [
    i18n.t('delete.sync', { count: count(links) }),
    i18n.t('delete.profile'),
    i18n.t('delete.handshake'),
    i18n.t('delete.access'),
  ];
  return (
    <Dialog title={i18n.t('delete.title')} alert onClose={onClose}>
      <p class="muted">
        {organisation === undefined
          ? i18n.t('delete.leadPlain')
          : i18n.t('delete.lead', { organisation })}
      </p>
      <ul class="cons">
        {ends.map((end) => (
          <li key={end}>
            <Icon of={X} class="red" />
            <span>{end}</span>
          </li>
        ))}
        <li>
          <Icon of={Check} class="green" />
          <span>{i18n.t('delete.stay')}</span>
        </li>
      </ul>
      <p class="small muted">{i18n.t('delete.again')}</p>
      <form method="dialog" class="dlg-acts">
        <button class="btn" autofocus disabled={busy}>
          {i18n.t('cancel')}
        </button>
        <button class="btn danger" type="button" disabled={busy} onClick={onDelete}>
          {i18n.t(busy ? 'delete.acting' : 'delete.act')}
        </button>
      </form>
    </Dialog>
  );
}
