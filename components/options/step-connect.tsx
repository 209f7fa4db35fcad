import './setup.css';
import { CircleCheck, LoaderCircle } from 'lucide';
import { i18n } from '#i18n';
import type { SetupView } from '../../sync/protocol';
import type { Side } from '../../sync/types';
import type { OptionsStore } from '../state/options-store';
import { count } from '../ui/format';
import { Icon } from '../ui/icon';
import { Notice } from '../ui/notice';
import { problemText } from '../ui/problem-text';
import { RequestAccess } from './request-access';
import { StepFoot, StepPage } from './step-page';
import { zohoHosts } from './data-centre';

interface StepConnectProps {
  setup: SetupView;
  store: OptionsStore;
  /** Where a sign-in window is open now. */
  signingIn: Side | null;
  busy: boolean;
}

/** One sign-in each. */
export function StepConnect({ setup, store, signingIn, busy }: StepConnectProps) {
  const ready = setup.desk?.administrator === true && setup.crm?.administrator === true;
  return (
    <StepPage title={i18n.t('connect.title')} lead={i18n.t('connect.lead')}>
      <div class="prods">
        {(['desk', 'crm'] as const).map((side) => (
          <SideCard
            key={side}
            side={side}
            setup={setup}
            waiting={signingIn === side}
            // One primary button on the page: the next thing to do.
            primary={
              side === 'desk' ? setup.desk === null : setup.desk !== null && setup.crm === null
            }
            disabled={busy || signingIn !== null}
            onSignIn={() => store.signIn(side)}
          />
        ))}
        {setup.crm?.administrator !== true && signingIn === null && (
          <RequestAccess setup={setup} store={store} busy={busy} />
        )}
      </div>
      <StepFoot note={i18n.t(ready ? 'connect.next' : 'connect.bothNeeded')}>
        <button
          class="btn quiet"
          type="button"
          disabled={busy}
          onClick={() => store.goTo('client')}
        >
          {i18n.t('back')}
        </button>
        {ready && (
          <button
            class="btn primary"
            type="button"
            disabled={busy}
            onClick={() => store.goTo('company')}
          >
            {i18n.t('continue')}
          </button>
        )}
      </StepFoot>
    </StepPage>
  );
}

interface SideCardProps {
  side: Side;
  setup: SetupView;
  waiting: boolean;
  primary: boolean;
  disabled: boolean;
  onSignIn: () => void;
}

function SideCard({ side, setup, waiting, primary, disabled, onSignIn }: SideCardProps) {
  const signIn = setup[side];
  const name = i18n.t(`side.${side}`);
  const problem = setup.problem?.at === side && !waiting ? setup.problem.problem : null;
  const barred = signIn !== null && !signIn.administrator;
  const button = (
    <button
      class={primary ? 'btn primary' : 'btn sm'}
      type="button"
      disabled={disabled}
      onClick={onSignIn}
    >
      {signIn === null ? i18n.t('connect.signIn', { side: name }) : i18n.t('connect.signInOther')}
    </button>
  );
  return (
    <section class="prod" aria-labelledby={`${side}-title`}>
      <div class="prod-h">
        <h2 id={`${side}-title`}>{name}</h2>
        <State waiting={waiting} signedIn={signIn !== null && !barred} />
      </div>
      {waiting && <p class="muted">{i18n.t('connect.waitingHint')}</p>}
      {signIn !== null && (
        <p>
          <bdi>{signIn.user.name}</bdi> <span class="muted">· {signIn.user.email}</span>
        </p>
      )}
      {signIn !== null && !barred && <Organisations signIn={signIn} />}
      {signIn === null && !waiting && <p class="muted">{i18n.t(`connect.${side}Lead`)}</p>}
      {problem !== null && (
        <Notice tone="red" title={i18n.t('connect.failed', { side: name })} actions={button}>
          <span>{problemText(problem)}</span>
        </Notice>
      )}
      {problem === null && barred && !waiting && (
        <Notice
          tone="amber"
          title={i18n.t('connect.notAdministrator', { side: name })}
          actions={button}
        >
          <span>
            {i18n.t('connect.notAdministratorLead', { name: signIn.user.name, side: name })}
          </span>
        </Notice>
      )}
      {problem === null && signIn === null && !waiting && <div class="acts">{button}</div>}
    </section>
  );
}

function State({ waiting, signedIn }: { waiting: boolean; signedIn: boolean }) {
  if (waiting)
    return (
      <span class="row small mid">
        <Icon of={LoaderCircle} small class="turn" />
        {i18n.t('connect.waiting')}
      </span>
    );
  if (!signedIn) return <span class="muted small">{i18n.t('connect.notSignedIn')}</span>;
  return (
    <span class="green row small mid">
      <Icon of={CircleCheck} small />
      {i18n.t('connect.signedIn')}
    </span>
  );
}

function Organisations({ signIn }: { signIn: NonNullable<SetupView['desk']> }) {
  const { organisations, organisationId } = signIn;
  const dataCentre = zohoHosts[signIn.dataCentre];
  const chosen = organisations.find((each) => each.id === organisationId);
  return (
    <p class="muted small">
      {chosen === undefined
        ? i18n.t('connect.asSeveral', { count: count(organisations.length), dataCentre })
        : i18n.t('connect.as', { organisation: chosen.name, dataCentre })}
    </p>
  );
}
