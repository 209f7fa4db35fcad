import { i18n } from '#i18n';
import type { Problem } from '../../sync/types';
import { Notice } from '../ui/notice';
import { problemText } from '../ui/problem-text';

/** Nothing yet, or the reason why not. */
export function Unanswered({ problem, again }: { problem: Problem | null; again: () => void }) {
  if (problem === null) return null;
  return (
    <div class="op-in">
      <Notice
        tone="red"
        title={i18n.t('actions.failed')}
        actions={
          <button class="btn sm" type="button" onClick={again}>
            {i18n.t('tryAgain')}
          </button>
        }
      >
        <span>{problemText(problem)}</span>
      </Notice>
    </div>
  );
}
