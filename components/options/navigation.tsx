import { Check, Gauge } from 'lucide';
import { i18n } from '#i18n';
import type { SetupStep, StatusView } from '../../sync/protocol';
import { Brand } from '../ui/brand';
import { Icon } from '../ui/icon';

const steps = ['client', 'connect', 'company', 'firstSync'] as const;

interface NavigationProps {
  step: SetupStep;
  status: StatusView | null;
}

/** Set-up's steps stand where the pages will stand. */
export function Navigation({ step, status }: NavigationProps) {
  const current = step !== 'done' ? step : status?.state === 'firstSync' ? 'firstSync' : null;
  return (
    <nav class="op-nav" aria-label="Tandem">
      <div class="brand">
        <Brand />
        Tandem
      </div>
      {current === null ? (
        <a href="options.html" aria-current="page">
          <Icon of={Gauge} />
          {i18n.t('nav.overview')}
        </a>
      ) : (
        <Steps current={current} />
      )}
      <Organisation status={status} />
    </nav>
  );
}

function Steps({ current }: { current: (typeof steps)[number] }) {
  const at = steps.indexOf(current);
  return (
    <ol class="steps" aria-label={i18n.t('nav.setup')}>
      {steps.map((step, index) => (
        <li
          key={step}
          class={index < at ? 'done' : ''}
          aria-current={index === at ? 'step' : undefined}
        >
          <span class="k">{index < at ? <Icon of={Check} small /> : index + 1}</span>
          <span>
            {i18n.t(`nav.${step}`)}
            {index < at && <span class="vh">{i18n.t('nav.done')}</span>}
          </span>
        </li>
      ))}
    </ol>
  );
}

function Organisation({ status }: { status: StatusView | null }) {
  const connection = status?.connection ?? null;
  if (connection === null)
    return (
      <div class="op-org">
        <b>{i18n.t('nav.notConnected')}</b>
        {i18n.t('nav.nothingYet')}
      </div>
    );
  return (
    <div class="op-org">
      <b dir="auto">{connection.deskName}</b>
      {status?.state === 'firstSync'
        ? i18n.t('nav.firstSyncRunning')
        : i18n.t('nav.joined', { dataCentre: connection.dataCentre })}
    </div>
  );
}
