import { Info } from 'lucide';
import { i18n } from '#i18n';
import type { ProfileView } from '../../sync/protocol';
import { Notice } from '../ui/notice';
import { TypeSign } from '../ui/type-sign';
import { FactList } from './fact-list';
import { Section } from './section';

type DeskOnlyResult = Extract<ProfileView['result'], { state: 'deskOnly' }>;

/** Desk's own word for the customer, where it has one. */
export function DeskOnlyFacts({ of: { type } }: { of: DeskOnlyResult }) {
  if (type === null) return null;
  return (
    <dl class="facts">
      <dt>{i18n.t('facts.type')}</dt>
      <dd>
        <TypeSign type={type} />
        <span class="why">{i18n.t('deskOnly.said')}</span>
      </dd>
    </dl>
  );
}

/** No CRM user of one's own: the reason, and what Desk holds. */
export function DeskOnly({ of: { information, account } }: { of: DeskOnlyResult }) {
  return (
    <>
      <div class="inset">
        <Notice tone="plain" icon={Info} title={i18n.t('deskOnly.title')}>
          <span>{i18n.t('deskOnly.lead')}</span>
        </Notice>
      </div>
      <Section name="information" title={i18n.t('section.informationContacts')} of={information}>
        {(facts) => <FactList facts={facts} />}
      </Section>
      <Section name="account" title={i18n.t('section.account')} of={account}>
        {(facts) => <FactList facts={facts} />}
      </Section>
    </>
  );
}
