import {
  Check,
  CircleAlert,
  Gauge,
  GitCompare,
  History,
  ShieldCheck,
  SlidersHorizontal,
  type IconNode,
} from 'lucide';
import { i18n } from '#i18n';
import type { SetupStep, SetupView, StatusView } from '../../sync/protocol';
import { Brand } from '../ui/brand';
import { count } from '../ui/format';
import { Icon } from '../ui/icon';
import { addressOf, pages, type Page } from './pages';
import { zohoHosts } from './data-centre';

const steps = [
  'client',
  'connect',
  'company',
  'preferences',
  'mapping',
  'preview',
  'products',
] as const;

interface NavigationProps {
  step: SetupStep;
  products: SetupView['products'];
  /** Nothing to set up here: an agent, or somebody who only answers a request. */
  isAgent: boolean;
  status: StatusView | null;
  page: Page;
}

const icons: Readonly<Record<Page, IconNode>> = {
  overview: Gauge,
  configuration: SlidersHorizontal,
  permissions: ShieldCheck,
  history: History,
  failures: CircleAlert,
  conflicts: GitCompare,
};

/** What waits for a person on a page. */
function waiting(page: Page, status: StatusView | null): number {
  if (page === 'failures') return status?.failures ?? 0;
  if (page === 'conflicts') return status?.conflicts ?? 0;
  return 0;
}

/** Set-up's steps stand where the pages will stand. */
export function Navigation({ step, products, isAgent, status, page: shown }: NavigationProps) {
  const current =
    isAgent || step === 'agent'
      ? null
      : step !== 'done'
        ? step
        : status?.state === 'firstSync'
          ? 'preview'
          : null;
  return (
    <nav class="op-nav" aria-label="Tandem">
      <div class="brand">
        <Brand />
        Tandem
      </div>
      {current === null && !isAgent && <Pages shown={shown} status={status} />}
      {current !== null && <Steps current={current} withProducts={products !== 'missing'} />}
      <Organisation status={status} isSettingUp={step !== 'done' && step !== 'products'} />
    </nav>
  );
}

function Pages({ shown, status }: { shown: Page; status: StatusView | null }) {
  return (
    <>
      <label class="op-pick">
        <span class="vh">{i18n.t('nav.page')}</span>
        <select
          class="in"
          value={shown}
          onChange={({ currentTarget }) => {
            location.hash = addressOf(currentTarget.value as Page);
          }}
        >
          {pages.map((page) => {
            const number = waiting(page, status);
            return (
              <option key={page} value={page}>
                {i18n.t(`nav.${page}`)}
                {number > 0 && ` (${count(number)})`}
              </option>
            );
          })}
        </select>
      </label>
      {pages.map((page) => {
        const number = waiting(page, status);
        return (
          <a key={page} href={addressOf(page)} aria-current={page === shown ? 'page' : undefined}>
            <Icon of={icons[page]} />
            {i18n.t(`nav.${page}`)}
            {number > 0 && (
              <span class={page === 'failures' ? 'badge amber' : 'badge'}>
                {count(number)}
                <span class="vh">{i18n.t('nav.waiting')}</span>
              </span>
            )}
          </a>
        );
      })}
    </>
  );
}

interface StepsProps {
  current: (typeof steps)[number];
  withProducts: boolean;
}

function Steps({ current, withProducts }: StepsProps) {
  const at = steps.indexOf(current);
  return (
    <ol class="steps" aria-label={i18n.t('nav.setup')}>
      {steps.slice(0, withProducts ? undefined : -1).map((step, index) => (
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

interface OrganisationProps {
  status: StatusView | null;
  isSettingUp: boolean;
}

function Organisation({ status, isSettingUp }: OrganisationProps) {
  const connection = status?.connection ?? null;
  // Not known yet: its room is kept.
  if (status === null && !isSettingUp) return <div class="op-org">{'\u00a0'}</div>;
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
        ? i18n.t(isSettingUp ? 'nav.notStarted' : 'nav.firstSyncRunning')
        : i18n.t('nav.joined', { dataCentre: zohoHosts[connection.dataCentre] })}
    </div>
  );
}
