import './setup.css';
import './access.css';
import { ArrowUpRight, CircleCheck } from 'lucide';
import { useState } from 'preact/hooks';
import { i18n } from '#i18n';
import type { SetupView } from '../../sync/protocol';
import type { OptionsStore } from '../state/options-store';
import { Icon } from '../ui/icon';
import { Notice } from '../ui/notice';
import { CopyLine } from './copy-line';
import { zohoHosts } from './data-centre';
import { Received } from './received';
import { StepFoot, StepPage } from './step-page';
import { dataCentres, type DataCentre } from '../../sync/types';
import { problemText } from '../ui/problem-text';

interface StepClientProps {
  setup: SetupView;
  store: OptionsStore;
  busy: boolean;
}

/** The organisation's own key: registered at Zoho, pasted here, checked at once. */
export function StepClient({ setup, store, busy }: StepClientProps) {
  const [id, setId] = useState(setup.clientId ?? '');
  const [secret, setSecret] = useState('');
  const [dataCentre, setDataCentre] = useState<DataCentre>(setup.dataCentre);
  const [missing, setMissing] = useState(false);
  const kept =
    setup.clientId !== null && id.trim() === setup.clientId && dataCentre === setup.dataCentre;
  const problem = setup.problem?.at === 'client' ? setup.problem.problem : null;

  function submit(event: Event): void {
    event.preventDefault();
    if (kept && secret === '' && problem === null) return store.goTo('connect');
    const client = { clientId: id.trim(), clientSecret: secret.trim(), dataCentre };
    const incomplete = client.clientId === '' || client.clientSecret === '';
    setMissing(incomplete);
    if (!incomplete) store.saveClient(client);
  }

  return (
    <StepPage title={i18n.t('client.title')} lead={i18n.t('client.lead')}>
      <Received setup={setup} store={store} busy={busy} />
      <form onSubmit={submit} noValidate>
        <ol class="todo">
          <li>
            <div>
              <b class="mid">{i18n.t('client.open')}</b>
              <p class="muted">
                {i18n.t('client.type', { type: '\u0000' }).split('\u0000')[0]}
                <em>{i18n.t('client.serverBased')}</em>
                {i18n.t('client.type', { type: '\u0000' }).split('\u0000')[1]}
              </p>
              <div class="two">
                <label class="fld">
                  <span>
                    {i18n.t('client.dataCentre')}{' '}
                    <span class="muted">{i18n.t('client.dataCentreHint')}</span>
                  </span>
                  <select
                    class="in"
                    value={dataCentre}
                    onChange={(event) => setDataCentre(event.currentTarget.value as DataCentre)}
                  >
                    {dataCentres.map((each) => (
                      <option key={each} value={each}>
                        {zohoHosts[each]}
                      </option>
                    ))}
                  </select>
                </label>
                <a
                  class="btn"
                  href={`https://api-console.${zohoHosts[dataCentre]}/`}
                  target="_blank"
                  rel="noopener noreferrer"
                >
                  {i18n.t('client.console')}
                  <Icon of={ArrowUpRight} small class="flip" />
                </a>
              </div>
            </div>
          </li>
          <li>
            <div>
              <b class="mid">{i18n.t('client.paste')}</b>
              <CopyLine label={i18n.t('client.homepage')} text={setup.homepage} />
              <CopyLine label={i18n.t('client.redirect')} text={setup.redirectAddress} />
            </div>
          </li>
          <li>
            <div>
              <b class="mid">{i18n.t('client.keys')}</b>
              <label class="fld">
                <span>{i18n.t('client.id')}</span>
                <input
                  class="in"
                  name="clientId"
                  dir="ltr"
                  autocomplete="off"
                  spellcheck={false}
                  value={id}
                  aria-invalid={missing && id.trim() === ''}
                  onInput={(event) => setId(event.currentTarget.value)}
                />
              </label>
              <label class="fld">
                <span>{i18n.t('client.secret')}</span>
                <input
                  class="in"
                  name="clientSecret"
                  type="password"
                  dir="ltr"
                  autocomplete="new-password"
                  value={secret}
                  placeholder={kept ? i18n.t('client.secretKept') : ''}
                  aria-invalid={missing && secret.trim() === ''}
                  onInput={(event) => setSecret(event.currentTarget.value)}
                />
              </label>
              <div role="status" class="fld">
                {missing && <span class="red">{i18n.t('client.bothNeeded')}</span>}
                {problem !== null && !busy && (
                  <Notice tone="red" title={i18n.t('client.notChecked')}>
                    <span>{problemText(problem)}</span>
                  </Notice>
                )}
                {problem === null && kept && !busy && (
                  <span class="ok small">
                    <Icon of={CircleCheck} small />
                    {i18n.t('client.checked')}
                  </span>
                )}
              </div>
            </div>
          </li>
        </ol>
        <StepFoot note={i18n.t('client.next')}>
          <button class="btn primary" disabled={busy}>
            {busy
              ? i18n.t('client.checking')
              : i18n.t(kept && secret === '' && problem === null ? 'continue' : 'client.check')}
          </button>
        </StepFoot>
      </form>
    </StepPage>
  );
}
