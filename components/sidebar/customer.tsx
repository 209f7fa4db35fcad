import { i18n } from '#i18n';
import type { CustomerView } from '../../sync/protocol/profile';
import { ExternalLink } from '../ui/external-link';
import { Activities } from './activities';
import { FactList } from './fact-list';
import { Notes } from './notes';
import { Potentials } from './potentials';
import { Section } from './section';
import { Ungranted } from './ungranted';

/** Role and company under the name. */
export function Role({ customer: { title, company } }: { customer: CustomerView }) {
  return (
    <>
      {title !== null && <bdi>{title}</bdi>}
      {title !== null && company !== null && ' · '}
      {company !== null && <ExternalLink to={company.url}>{company.name}</ExternalLink>}
    </>
  );
}

export function CustomerSections({ customer }: { customer: CustomerView }) {
  const { module, activities, notes, information, account, url } = customer;
  // Of an account there is one thing to tell: the account.
  const isAccount = module === 'Accounts';
  return (
    <>
      <Potentials of={customer} />
      <Activities of={activities} url={url} />
      <Notes of={notes} url={url} />
      {!isAccount && (
        <Section name="information" title={i18n.t(`section.information${module}`)} of={information}>
          {(facts) => <FactList facts={facts} />}
        </Section>
      )}
      <Section
        name="account"
        title={i18n.t(isAccount ? 'section.informationAccounts' : 'section.account')}
        of={account}
      >
        {(facts) => <FactList facts={facts} />}
      </Section>
      <Ungranted />
    </>
  );
}
