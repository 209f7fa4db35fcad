import './blank.css';
import { ArrowUpRight, IdCard, Link, Mail, Phone } from 'lucide';
import { useContext } from 'preact/hooks';
import { i18n } from '#i18n';
import type { Problem } from '../../sync/types';
import type { ProfileView } from '../../sync/protocol/profile';
import { ExternalLink } from '../ui/external-link';
import { Icon } from '../ui/icon';
import { problemText } from '../ui/problem-text';
import { useAdding } from './adding';
import { AddForm } from './add-form';
import { FindAndLink } from './find-and-link';
import { Panel } from './panel';
import { Pending } from './pending';
import { Ungranted } from './ungranted';

type NoMatchResult = Extract<ProfileView['result'], { state: 'none' }>;

const icons = { email: Mail, phone: Phone, name: IdCard, link: Link };

const persons = ['contact', 'lead'] as const;
const nothingShown: ReadonlySet<string> = new Set();

/** Nobody was found: what was searched, so that the agent need not try it again. */
export function NoMatch({ searched, crmUrl }: Omit<NoMatchResult, 'state'>) {
  const { adding } = useAdding();
  return (
    <>
      <Searched searched={searched} crmUrl={crmUrl} />
      {adding !== null && (
        <section class="blank line">
          <FindAndLink />
          <Ungranted />
        </section>
      )}
    </>
  );
}

/** Creating opens a form: nothing is saved unseen. */
function CreatePerson() {
  const { adding, kinds, open } = useAdding();
  const { offline } = useContext(Panel);
  const offered = persons.filter((kind) => kinds.includes(kind));
  if (adding === null || offered.length === 0) return null;
  return (
    <>
      <AddForm kinds={persons} />
      <Pending kinds={persons} shown={nothingShown} />
      {open === null && offline !== true && (
        <>
          <div class="two">
            {offered.map((kind, at) => (
              <button
                key={kind}
                class={at === 0 ? 'btn primary' : 'btn'}
                type="button"
                onClick={() => adding.begin(kind)}
              >
                {i18n.t(`adding.of.${kind}`)}
              </button>
            ))}
          </div>
          <p class="muted small">{i18n.t('adding.seeAll')}</p>
        </>
      )}
    </>
  );
}

function Searched({ searched, crmUrl }: Omit<NoMatchResult, 'state'>) {
  return (
    <section class="blank">
      <h2>{i18n.t('noMatch.title')}</h2>
      {searched.length > 0 && <p class="muted">{i18n.t('noMatch.searched')}</p>}
      <ul class="tried">
        {searched.map(({ by, value }) => (
          <li key={by + value}>
            <Icon of={icons[by]} small />
            <span class="vh">{i18n.t(`noMatch.by.${by}`)}: </span>
            <span class="cut num" dir="auto" title={value}>
              {value}
            </span>
            <span class="when">{i18n.t('none')}</span>
          </li>
        ))}
      </ul>
      <CreatePerson />
      <p class="muted small">{i18n.t('noMatch.hint')}</p>
      {crmUrl !== undefined && (
        <ExternalLink to={crmUrl} class="btn">
          {i18n.t('noMatch.openCrm')}
          <Icon of={ArrowUpRight} small class="flip" />
        </ExternalLink>
      )}
    </section>
  );
}

export function NoContact() {
  return (
    <section class="blank">
      <h2>{i18n.t('noContact.title')}</h2>
      <p class="muted">{i18n.t('noContact.lead')}</p>
    </section>
  );
}

/** The browser's own side panel beside a page that is no ticket. */
export function NoPlace() {
  return (
    <section class="blank">
      <h2>{i18n.t('noPlace.title')}</h2>
      <p class="muted">{i18n.t('noPlace.lead')}</p>
    </section>
  );
}

export function Hidden() {
  return (
    <section class="blank">
      <h2>{i18n.t('sidebar.hidden')}</h2>
      <p class="muted">{i18n.t('sidebar.hiddenLead')}</p>
    </section>
  );
}

export function NotConnected() {
  const { openOptions } = useContext(Panel);
  return (
    <section class="blank">
      <h2>{i18n.t('notConnected.title')}</h2>
      <p class="muted">{i18n.t('notConnected.lead')}</p>
      <button class="btn" type="button" onClick={openOptions}>
        {i18n.t('notConnected.open')}
      </button>
    </section>
  );
}

/** Nothing to show at all; with older data the notice stands above it instead. */
export function Failed({ problem }: { problem: Problem }) {
  const { refresh, openOptions } = useContext(Panel);
  const forPerson = problem.kind === 'configuration';
  return (
    <section class="blank">
      <h2>{i18n.t('failed.title')}</h2>
      <p class="muted">{problemText(problem)}</p>
      <button class="btn" type="button" onClick={forPerson ? openOptions : refresh}>
        {i18n.t(forPerson ? 'sidebar.settings' : 'tryAgain')}
      </button>
    </section>
  );
}
