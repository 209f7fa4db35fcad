import { useState } from 'preact/hooks';
import { i18n } from '#i18n';
import type { AdditionKind, Problem } from '../../sync/types';
import { ask, type Client } from '../state/client';
import { Notice } from '../ui/notice';
import { problemText } from '../ui/problem-text';

interface WritingConsentProps {
  client: Client;
  kinds: readonly AdditionKind[];
  again: () => void;
}

/** What may be added by the settings and not by Zoho: it asks for more only when it is wanted. */
export function WritingConsent({ client, kinds, again }: WritingConsentProps) {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  if (kinds.length === 0) return null;

  async function signIn(): Promise<void> {
    setBusy(true);
    const answer = await ask(client, 'setup.signIn', { side: 'crm' });
    setBusy(false);
    setProblem(answer.ok ? (answer.value.problem?.problem ?? null) : answer.problem);
    again();
  }

  const names = kinds.map((kind) => i18n.t(`permissions.add.${kind}`)).join(', ');
  return (
    <Notice
      tone="amber"
      title={i18n.t('writingConsent.title')}
      actions={
        <button class="btn sm" type="button" disabled={busy} onClick={() => void signIn()}>
          {i18n.t('writingConsent.signIn')}
        </button>
      }
    >
      <span>{problemText(problem) || i18n.t('writingConsent.lead', { kinds: names })}</span>
    </Notice>
  );
}
