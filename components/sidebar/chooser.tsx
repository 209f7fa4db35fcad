import './blank.css';
import { useContext, useState } from 'preact/hooks';
import { i18n } from '#i18n';
import type { CandidateView } from '../../sync/protocol/profile';
import { age, amount, count, exact } from '../ui/format';
import { TypeSign } from '../ui/type-sign';
import { useAdding } from './adding';
import { FindAndLink } from './find-and-link';
import { Panel } from './panel';

interface ChooserProps {
  candidates: readonly CandidateView[];
  busy: boolean;
  onChoose: (candidate: CandidateView) => void;
}

/** Several may be meant: what tells them apart, and one button that names the choice. */
export function Chooser({ candidates: found, busy, onChoose }: ChooserProps) {
  const candidates = found.toSorted((one, other) => rank(one) - rank(other));
  const { now } = useContext(Panel);
  const { adding } = useAdding();
  const [id, setId] = useState(candidates[0]?.id);
  const [searching, setSearching] = useState(false);
  const chosen = candidates.find((each) => each.id === id) ?? candidates[0];
  const mixed = candidates.some((each) => each.module !== candidates[0]?.module);
  // The address they all share tells nothing apart.
  const differ = candidates.some((each) => each.email !== candidates[0]?.email);
  return (
    <section class="blank">
      <h2>{i18n.t('chooser.title', { count: count(candidates.length) })}</h2>
      <p class="muted">{i18n.t('chooser.lead')}</p>
      <fieldset class="cands">
        <legend class="vh">{i18n.t('chooser.legend')}</legend>
        {candidates.map((each) => (
          <label class="cand" key={each.id}>
            <input
              type="radio"
              name="candidate"
              data-row
              checked={each === chosen}
              onChange={() => setId(each.id)}
            />
            <span class="grow">
              <span class="row">
                <b class="cut" dir="auto" title={each.name}>
                  {each.name}
                </b>
                {(mixed || each.deals != null) && (
                  <span class="small">
                    <TypeSign type={each.deals?.value ?? 'contact'} module={each.module} />
                  </span>
                )}
              </span>
              {each.company !== undefined && (
                <span class="muted small cut" dir="auto">
                  {each.company ?? i18n.t('chooser.noAccount')}
                </span>
              )}
              {differ && each.email !== null && (
                <span class="muted small cut">
                  <bdi>{each.email}</bdi>
                </span>
              )}
              <span class="muted small">
                {each.deals != null && each.module === 'Contacts' && `${openOf(each.deals)} · `}
                {each.modifiedAt !== null && (
                  <time title={exact(each.modifiedAt)}>
                    {i18n.t('chooser.changed', { age: age(each.modifiedAt, now) })}
                  </time>
                )}
              </span>
            </span>
          </label>
        ))}
      </fieldset>
      <div class="two">
        {chosen !== undefined && (
          <button
            class="btn primary"
            type="button"
            disabled={busy}
            onClick={() => onChoose(chosen)}
          >
            {i18n.t('chooser.use', { name: chosen.name })}
          </button>
        )}
        {adding !== null && (
          <button
            class="btn quiet"
            type="button"
            aria-expanded={searching}
            onClick={() => setSearching(!searching)}
          >
            {i18n.t('chooser.noneOfThese')}
          </button>
        )}
      </div>
      {searching && <FindAndLink />}
    </section>
  );
}

const likeliest = ['customer', 'potential', 'contact', 'new'] as const;

/** Customers first; of whom nothing is known stays where CRM's search put them, after the others. */
const rank = ({ deals }: CandidateView): number =>
  deals == null ? likeliest.length : likeliest.indexOf(deals.value);

function openOf({ openDeals, open }: NonNullable<CandidateView['deals']>): string {
  if (openDeals === 0) return i18n.t('chooser.noneOpen');
  const said = i18n.t('chooser.open', { count: count(openDeals) });
  return [said, ...open.map((sum) => `${amount(sum.amount)} ${sum.currency}`)].join(', ');
}
