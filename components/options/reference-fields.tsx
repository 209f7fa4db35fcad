import { useState } from 'preact/hooks';
import { i18n } from '#i18n';
import type { ReferenceView } from '../../sync/protocol/references';
import type { Kind, Problem } from '../../sync/types';
import { ask, type Client } from '../state/client';
import { problemText } from '../ui/problem-text';

interface ReferenceFieldsProps {
  client: Client;
  fields: readonly ReferenceView[];
  /** With the version of the settings that it is part of. */
  onCreated: (version: number) => void;
}

/** A unique CRM field for the id of the Desk record: offered by record type, never needed. */
export function ReferenceFields({ client, fields, onCreated }: ReferenceFieldsProps) {
  const [creating, setCreating] = useState<Kind | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);

  async function create(kind: Kind): Promise<void> {
    setCreating(kind);
    setProblem(null);
    const answer = await ask(client, 'references.create', { kind });
    setCreating(null);
    if (!answer.ok) return setProblem(answer.problem);
    onCreated(answer.value);
  }

  return (
    <>
      <ul class="refs">
        {fields.map(({ kind, field }) => (
          <li key={kind}>
            <span class="mid">{i18n.t(`kind.${kind}`)}</span>
            {field === null ? (
              <button
                class="btn sm"
                type="button"
                disabled={creating !== null}
                onClick={() => void create(kind)}
              >
                {i18n.t(creating === kind ? 'references.creating' : 'references.create')}
                <span class="vh">: {i18n.t(`kind.${kind}`)}</span>
              </button>
            ) : (
              <span class="muted">{i18n.t('references.uses', { field })}</span>
            )}
          </li>
        ))}
      </ul>
      <p class="red small" role="alert">
        {problemText(problem)}
      </p>
    </>
  );
}
