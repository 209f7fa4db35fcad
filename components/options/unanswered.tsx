import { i18n } from '#i18n';
import type { Problem } from '../../sync/types';
import { Failed } from './failed';

/** Nothing yet, or the reason why not. */
export function Unanswered({ problem, again }: { problem: Problem | null; again: () => void }) {
  if (problem === null) return null;
  return (
    <div class="op-in">
      <Failed problem={problem} actions={<TryAgain again={again} />} />
    </div>
  );
}

export function TryAgain({ again }: { again: () => void }) {
  return (
    <button class="btn sm" type="button" onClick={again}>
      {i18n.t('tryAgain')}
    </button>
  );
}
