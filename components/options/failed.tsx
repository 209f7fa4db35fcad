import { i18n } from '#i18n';
import type { ComponentChildren } from 'preact';
import type { Problem } from '../../sync/types';
import { Notice } from '../ui/notice';
import { problemText } from '../ui/problem-text';

/** What a person asked for and did not get, with the reason; nothing where there is none. */
export function Failed({
  problem,
  actions,
}: {
  problem: Problem | null;
  actions?: ComponentChildren;
}) {
  if (problem === null) return null;
  return (
    <Notice tone="red" title={i18n.t('actions.failed')} actions={actions}>
      <span>{problemText(problem)}</span>
    </Notice>
  );
}
