import './setup.css';
import { CircleAlert } from 'lucide';
import { useState } from 'preact/hooks';
import { i18n } from '#i18n';
import type { Lack, Organisation, SetupView, SignIn } from '../../sync/protocol';
import type { DataCentre, Side } from '../../sync/types';
import type { OptionsStore } from '../state/options-store';
import { count } from '../ui/format';
import { Notice } from '../ui/notice';
import { problemText } from '../ui/problem-text';
import { StepFoot, StepPage } from './step-page';
import { zohoHosts } from './data-centre';

interface StepCompanyProps {
  setup: SetupView;
  store: OptionsStore;
  signingIn: Side | null;
  busy: boolean;
  authorizing: boolean;
}

/** Which two organisations are bound, seen before anything is read or written. */
export function StepCompany({ setup, store, signingIn, busy, authorizing }: StepCompanyProps) {
  const { desk, crm } = setup;
  const foreign = setup.foreignCrmIds ?? 0;
  const [displayOnly, setDisplayOnly] = useState(true);
  const only = foreign > 0 && displayOnly;
  const failed = setup.problem?.at === 'client' ? null : setup.problem;
  const ready = desk?.organisationId != null && crm?.organisationId != null;
  return (
    <StepPage title={i18n.t('company.title')} lead={i18n.t('company.lead')}>
      <div class="prods">
        {desk !== null && <DeskPortal desk={desk} disabled={busy} onChoose={store.chooseDesk} />}
        {crm !== null && (
          <CrmCompany
            crm={crm}
            waiting={signingIn === 'crm'}
            disabled={busy}
            onAnother={() => store.signIn('crm')}
          />
        )}
      </div>
      <Lacks of={[...(desk?.lacks ?? []), ...(crm?.lacks ?? [])]} />
      {foreign > 0 && (
        <ForeignIds
          found={foreign}
          displayOnly={displayOnly}
          disabled={busy}
          onChoose={setDisplayOnly}
        />
      )}
      <div role="status">
        {failed !== null && !busy && (
          <Notice
            tone="red"
            icon={CircleAlert}
            title={
              failed.at === 'desk' || failed.at === 'crm'
                ? i18n.t('connect.failed', { side: i18n.t(`side.${failed.at}`) })
                : i18n.t('company.failed')
            }
          >
            <span>{problemText(failed.problem)}</span>
          </Notice>
        )}
      </div>
      <StepFoot note={i18n.t('company.later')}>
        <button
          class="btn quiet"
          type="button"
          disabled={busy}
          onClick={() => store.goTo('connect')}
        >
          {i18n.t('back')}
        </button>
        <button
          class="btn primary"
          type="button"
          disabled={busy || !ready}
          onClick={() => store.authorize(only)}
        >
          {i18n.t(
            authorizing
              ? 'company.authorizing'
              : only
                ? 'company.authorizeDisplayOnly'
                : 'company.authorize',
          )}
        </button>
      </StepFoot>
    </StepPage>
  );
}

/** What will not work, and why not (CON-5). */
function Lacks({ of }: { of: readonly Lack[] }) {
  if (of.length === 0) return null;
  return (
    <Notice tone="plain" title={i18n.t('company.lacks')}>
      <ul class="lacks">
        {of.map((lack) => (
          <li key={lack}>{i18n.t(`company.lack.${lack}`)}</li>
        ))}
      </ul>
    </Notice>
  );
}

function about(organisation: Organisation, dataCentre: DataCentre): string {
  const { type, edition, currency } = organisation;
  return [
    i18n.t(`company.types.${type}`),
    edition && editionWords(edition),
    zohoHosts[dataCentre],
    currency,
  ]
    .filter(Boolean)
    .join(' · ');
}

/** Zoho writes "ENTERPRISE" as often as "Enterprise"; names of editions change, so none is listed. */
function editionWords(edition: string): string {
  const isOneCase = edition === edition.toUpperCase() || edition === edition.toLowerCase();
  const name = isOneCase
    ? edition
        .toLowerCase()
        .replace(/[_\s]+/g, ' ')
        .replace(/^\w/, (letter) => letter.toUpperCase())
    : edition;
  return i18n.t('company.edition', { name });
}

interface DeskPortalProps {
  desk: SignIn;
  disabled: boolean;
  onChoose: (organisationId: string) => void;
}

function DeskPortal({ desk, disabled, onChoose }: DeskPortalProps) {
  const { organisations, organisationId, dataCentre, user } = desk;
  const only = organisations.length === 1 ? organisations[0] : undefined;
  if (only !== undefined)
    return <Bound title={i18n.t('company.desk')} of={only} dataCentre={dataCentre} />;
  return (
    <section class="prod">
      <h2>{i18n.t('company.desk')}</h2>
      <p class="muted">
        {i18n.t('company.deskChoose', { name: user.name, count: count(organisations.length) })}
      </p>
      <fieldset class="cos" disabled={disabled}>
        <legend class="vh">{i18n.t('company.desk')}</legend>
        {organisations.map((each) => (
          <label class="opt" key={each.id}>
            <input
              type="radio"
              name="portal"
              checked={each.id === organisationId}
              disabled={!each.administrator}
              onChange={() => onChoose(each.id)}
            />
            <span class="mid" dir="auto">
              {each.name}
            </span>
            <span class="sub">
              {about(each, dataCentre)}
              {!each.administrator && (
                <>
                  <br />
                  {i18n.t('company.notAdministrator')}
                </>
              )}
            </span>
          </label>
        ))}
      </fieldset>
    </section>
  );
}

function Bound({
  title,
  of,
  dataCentre,
}: {
  title: string;
  of: Organisation;
  dataCentre: DataCentre;
}) {
  return (
    <section class="prod">
      <h2>{title}</h2>
      <p class="mid" dir="auto">
        {of.name}
      </p>
      <p class="muted small">{about(of, dataCentre)}</p>
    </section>
  );
}

interface CrmCompanyProps {
  crm: SignIn;
  waiting: boolean;
  disabled: boolean;
  onAnother: () => void;
}

function CrmCompany({ crm, waiting, disabled, onAnother }: CrmCompanyProps) {
  const bound =
    crm.organisations.find((each) => each.id === crm.organisationId) ?? crm.organisations[0];
  return (
    <section class="prod">
      <div class="prod-h">
        <h2>{i18n.t('company.crm')}</h2>
        <button class="btn sm" type="button" disabled={disabled} onClick={onAnother}>
          {i18n.t('company.another')}
        </button>
      </div>
      <p class="mid" dir="auto">
        {bound?.name ?? i18n.t('none')}
      </p>
      {bound !== undefined && <p class="muted small">{about(bound, crm.dataCentre)}</p>}
      <p class="muted small">{i18n.t(waiting ? 'connect.waitingHint' : 'company.crmLead')}</p>
    </section>
  );
}

interface ForeignIdsProps {
  found: number;
  displayOnly: boolean;
  /** The answer is on its way: another one would look as if it counted. */
  disabled: boolean;
  onChoose: (displayOnly: boolean) => void;
}

/** Two syncs must never run against each other: a person says that the other one is off (CON-6). */
function ForeignIds({ found, displayOnly, disabled, onChoose }: ForeignIdsProps) {
  const choices = [
    [true, 'displayOnly'],
    [false, 'turnedOff'],
  ] as const;
  return (
    <Notice tone="amber" title={i18n.t('company.foreign')}>
      <span>{i18n.t('company.foreignLead', found, { count: count(found) })}</span>
      <fieldset disabled={disabled}>
        <legend class="vh">{i18n.t('company.howToGoOn')}</legend>
        {choices.map(([value, name]) => (
          <label class="opt" key={name}>
            <input
              type="radio"
              name="foreign"
              checked={displayOnly === value}
              onChange={() => onChoose(value)}
            />
            <span class="mid">{i18n.t(`company.${name}`)}</span>
            <span class="sub">{i18n.t(`company.${name}Lead`)}</span>
          </label>
        ))}
      </fieldset>
    </Notice>
  );
}
