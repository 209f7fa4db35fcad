import type { TargetedEvent } from 'preact';
import { useState } from 'preact/hooks';
import { i18n } from '#i18n';

interface ClientFormProps {
  /** The button's word. */
  action: string;
  busy: boolean;
  onSave: (client: { clientId: string; clientSecret: string }) => void;
}

/** Id and secret of a further client, as Zoho's console shows them. */
export function ClientForm({ action, busy, onSave }: ClientFormProps) {
  const [clientId, setId] = useState('');
  const [clientSecret, setSecret] = useState('');
  const [missing, setMissing] = useState(false);

  function submit(event: TargetedEvent<HTMLFormElement>): void {
    event.preventDefault();
    const client = { clientId: clientId.trim(), clientSecret: clientSecret.trim() };
    const incomplete = client.clientId === '' || client.clientSecret === '';
    setMissing(incomplete);
    if (!incomplete) return onSave(client);
    const [id, secret] = event.currentTarget.querySelectorAll('input');
    (client.clientId === '' ? id : secret)?.focus();
  }

  return (
    <form class="inl" onSubmit={submit} noValidate>
      <label class="fld">
        <span>{i18n.t('client.id')}</span>
        <input
          class="in"
          dir="ltr"
          autocomplete="off"
          spellcheck={false}
          value={clientId}
          aria-invalid={missing && clientId.trim() === ''}
          aria-describedby="client-missing"
          onInput={({ currentTarget }) => setId(currentTarget.value)}
        />
      </label>
      <label class="fld">
        <span>{i18n.t('client.secret')}</span>
        <input
          class="in"
          type="password"
          dir="ltr"
          autocomplete="new-password"
          value={clientSecret}
          aria-invalid={missing && clientSecret.trim() === ''}
          aria-describedby="client-missing"
          onInput={({ currentTarget }) => setSecret(currentTarget.value)}
        />
      </label>
      <button class="btn" disabled={busy}>
        {action}
      </button>
      <span role="status" class="red whole" id="client-missing">
        {missing ? i18n.t('client.bothNeeded') : ''}
      </span>
    </form>
  );
}
