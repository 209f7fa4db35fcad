import './access.css';
import { useState } from 'preact/hooks';
import { i18n } from '#i18n';
import type { SetupView } from '../../sync/protocol';
import type { OptionsStore } from '../state/options-store';
import { Failed } from './failed';

interface RequestAccessProps {
  setup: SetupView;
  store: OptionsStore;
  busy: boolean;
}

/** For a Desk administrator who is none in CRM (CON-2). */
export function RequestAccess({ setup, store, busy }: RequestAccessProps) {
  const [email, setEmail] = useState('');
  const [wrong, setWrong] = useState(false);
  const ready = setup.desk?.administrator === true && setup.desk.organisationId !== null;
  const problem = setup.problem?.at === 'access' ? setup.problem.problem : null;
  return (
    <section class="prod" aria-labelledby="request-title">
      <div class="prod-h">
        <h2 id="request-title">{i18n.t('request.title')}</h2>
      </div>
      <p class="muted">{i18n.t(ready ? 'request.lead' : 'request.deskFirst')}</p>
      {ready && (
        <form
          class="inl"
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            const isAddress = /^\S+@\S+\.\S+$/.test(email.trim());
            setWrong(!isAddress);
            if (isAddress) store.access('access.request', { email: email.trim() });
            else event.currentTarget.querySelector('input')?.focus();
          }}
        >
          <label class="fld">
            <span>{i18n.t('request.email')}</span>
            <input
              class="in"
              type="email"
              dir="ltr"
              autocomplete="off"
              placeholder="name@company.example"
              value={email}
              aria-invalid={wrong}
              aria-describedby="request-wrong"
              onInput={({ currentTarget }) => setEmail(currentTarget.value)}
            />
          </label>
          <button class="btn" disabled={busy}>
            {i18n.t('request.ask')}
          </button>
          <span role="status" class="red whole" id="request-wrong">
            {wrong ? i18n.t('request.noAddress') : ''}
          </span>
        </form>
      )}
      {!busy && <Failed problem={problem} />}
    </section>
  );
}
