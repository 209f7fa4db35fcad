import { useEffect, useRef } from 'preact/hooks';
import { i18n } from '#i18n';
import { Dialog } from '../ui/dialog';
import { problemText } from '../ui/problem-text';
import { useAdding } from './adding';
import { FindAndLink } from './find-and-link';

export type LinkQuestion = 'another' | 'unlink';

interface LinkDialogProps {
  question: LinkQuestion;
  name: string;
  onClose: () => void;
}

/** Another record for this customer, or none: said before it is done, and what the sync makes of it. */
export function LinkDialog({ question, name, onClose }: LinkDialogProps) {
  const { adding, busy, problem } = useAdding();
  const wasBusy = useRef(false);
  useEffect(() => {
    if (wasBusy.current && !busy && problem === null) onClose();
    wasBusy.current = busy;
  }, [busy, problem]);
  if (adding === null) return null;
  if (question === 'another')
    return (
      <Dialog title={i18n.t('linking.another')} onClose={onClose}>
        <FindAndLink />
        <form method="dialog" class="dlg-acts">
          <button class="btn">{i18n.t('close')}</button>
        </form>
      </Dialog>
    );
  return (
    <Dialog title={i18n.t('linking.unlinkTitle', { name })} onClose={onClose} alert>
      <p>{i18n.t('linking.unlinkLead')}</p>
      {problem !== null && (
        <p class="wrong" role="alert">
          {problemText(problem)}
        </p>
      )}
      <form method="dialog" class="dlg-acts">
        <button class="btn" autofocus>
          {i18n.t('cancel')}
        </button>
        <button class="btn danger" type="button" disabled={busy} onClick={() => adding.unlink()}>
          {i18n.t('linking.unlink')}
        </button>
      </form>
    </Dialog>
  );
}
