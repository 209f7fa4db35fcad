import { Info } from 'lucide';
import './section.css';
import { i18n } from '#i18n';
import type { ProfileView } from '../../sync/protocol/profile';
import { Notice } from '../ui/notice';
import { TypeSign } from '../ui/type-sign';
import { FactList } from './fact-list';
import { HiddenSection } from './section';

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
      <Part title={i18n.t('section.informationContacts')} of={information} />
      <Part title={i18n.t('section.account')} of={account} />
    </>
  );
}

/** Not foldable: it is all there is. */
function Part({ title, of }: { title: string; of: DeskOnlyResult['information'] }) {
  if (of.state === 'hidden') return <HiddenSection title={title} why={i18n.t('sidebar.hidden')} />;
  if (of.state === 'failed' || (of.state === 'shown' && of.data.length === 0)) return null;
  return (
    <section class="sec">
      <div class="sec-h">
        <h2>{title}</h2>
      </div>
      {of.state === 'shown' && <FactList facts={of.data} />}
    </section>
  );
}
