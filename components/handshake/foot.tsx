import { i18n } from '#i18n';
import type { BoardView } from '../../sync/protocol/handshake';
import type { Problem } from '../../sync/types';

const keys = [
  [['h', 'j', 'k', 'l'], 'move'],
  [['Enter'], 'opens'],
] as const;

/** Where the types come from when it is not CRM, else the keys. */
export function Foot({ view, problem }: { view: BoardView; problem: Problem | null }) {
  const trouble = problem ?? view.problem;
  const words =
    trouble !== null
      ? `${i18n.t('failed.notRefreshed')}. ${trouble.message}`
      : view.crmProblem !== null
        ? `${i18n.t('board.typesFromDesk')} ${view.crmProblem.message}`
        : null;
  return (
    <footer class="bd-foot small muted">
      {words !== null ? (
        <span class="amber">{words}</span>
      ) : (
        keys.map(([caps, does]) => (
          <span key={does}>
            {caps.map((cap) => (
              <span class="kbd" key={cap}>
                {cap}
              </span>
            ))}{' '}
            {i18n.t(`board.key.${does}`)}
          </span>
        ))
      )}
      <span class="push">
        {view.dealsHidden ? i18n.t('board.dealsHidden') : i18n.t('board.sorted')}
      </span>
    </footer>
  );
}
