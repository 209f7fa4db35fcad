import { i18n } from '#i18n';
import type { FactView } from '../../sync/protocol/profile';
import { ExternalLink } from '../ui/external-link';
import { factHref } from '../ui/safe-href';

/** Labels and values as CRM has them. */
export function FactList({ facts }: { facts: readonly FactView[] }) {
  const filled = facts.filter((fact) => fact.value !== '');
  if (filled.length === 0) return <p class="none">{i18n.t('none')}</p>;
  return (
    <dl class="kv">
      {filled.map((fact) => (
        <>
          <dt dir="auto">{fact.label}</dt>
          <dd>
            <ExternalLink to={factHref(fact)}>{fact.value}</ExternalLink>
          </dd>
        </>
      ))}
    </dl>
  );
}
