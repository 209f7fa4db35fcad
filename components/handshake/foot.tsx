import { i18n } from '#i18n';
import type { BoardView } from '../../sync/protocol/handshake';
import type { Problem } from '../../sync/types';
import type { KeyMap } from '../state/keys';
import { problemText } from '../ui/problem-text';

interface FootProps {
  view: BoardView;
  problem: Problem | null;
  keys: KeyMap;
}

/** Where the types come from when it is not CRM, else the agent's own keys. */
export function Foot({ view, problem, keys: { left, down, up, right } }: FootProps) {
  const keys = [
    [[left, down, up, right], 'move'],
    [['Enter'], 'opens'],
  ] as const;
  const trouble = problem ?? view.problem;
  const words =
    trouble !== null
      ? `${i18n.t('failed.notRefreshed')}. ${problemText(trouble)}`
      : view.crmProblem !== null
        ? `${i18n.t('board.typesFromDesk')} ${problemText(view.crmProblem)}`
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
