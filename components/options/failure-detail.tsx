import { i18n } from '#i18n';
import type { FailureRow } from '../../sync/protocol/administration';
import { Dialog } from '../ui/dialog';
import { count, exact } from '../ui/format';
import { problemText } from '../ui/problem-text';

interface FailureDetailProps {
  row: FailureRow;
  onRetry: () => void;
  onClose: () => void;
}

/** All that is known of one failure; the raw cause holds no value of a customer. */
export function FailureDetail({ row, onRetry, onClose }: FailureDetailProps) {
  const { title, problem, kind, side, at, attempts, deskId, crmId } = row;
  return (
    <Dialog title={title} onClose={onClose}>
      <p>{problemText(problem)}</p>
      <dl class="plain raw">
        <dt>{i18n.t('recordType')}</dt>
        <dd>{i18n.t(`failures.to.${side}`, { kind: i18n.t(`one.${kind}`) })}</dd>
        {deskId !== null && (
          <>
            <dt>{i18n.t('failures.deskId')}</dt>
            <dd class="num">{deskId}</dd>
          </>
        )}
        {crmId !== null && (
          <>
            <dt>{i18n.t('failures.crmId')}</dt>
            <dd class="num">{crmId}</dd>
          </>
        )}
        <dt>{i18n.t('failures.lastTry')}</dt>
        <dd>{exact(at)}</dd>
        <dt>{i18n.t('failures.attempts')}</dt>
        <dd class="num">{count(attempts)}</dd>
      </dl>
      <div class="raw">
        <span class="muted small">{i18n.t('failures.raw')}</span>
        <pre>{[problem.code, problem.detail].filter(Boolean).join('\n')}</pre>
      </div>
      <form method="dialog" class="dlg-acts">
        <button class="btn">{i18n.t('close')}</button>
        <button class="btn primary" type="button" onClick={onRetry}>
          {i18n.t('tryAgain')}
        </button>
      </form>
    </Dialog>
  );
}
