import { i18n } from '#i18n';
import type { BoardView } from '../../sync/protocol/handshake';
import type { Problem } from '../../sync/types';
import { problemText } from '../ui/problem-text';

interface BlankProps {
  state: Exclude<BoardView['state'], 'shown'>;
  problem: Problem | null;
  onRetry: () => void;
  onSettings: () => void;
}

/** Instead of the columns: reading, and every reason for there being none. */
export function Blank({ state, problem, onRetry, onSettings }: BlankProps) {
  if (state === 'loading')
    return (
      <div class="bd-cols" aria-busy="true">
        <span class="vh">{i18n.t('board.reading')}</span>
        {[3, 2, 4, 2].map((cards, at) => (
          <div class="bd-col" key={at}>
            <div class="bd-bone bd-bone-head" />
            {Array.from({ length: cards }, (_, index) => (
              <div class="bd-bone" key={index} />
            ))}
          </div>
        ))}
      </div>
    );
  return (
    <div class="bd-blank">
      <h2>{i18n.t(`board.${state}.title`)}</h2>
      <p class="muted">
        {state === 'failed' ? problemText(problem) : i18n.t(`board.${state}.lead`)}
      </p>
      {state === 'failed' && (
        <button class="btn" type="button" onClick={onRetry}>
          {i18n.t('tryAgain')}
        </button>
      )}
      {state === 'notConnected' && (
        <button class="btn primary" type="button" onClick={onSettings}>
          {i18n.t('notConnected.open')}
        </button>
      )}
    </div>
  );
}
