import './blank.css';
import { useContext, useState } from 'preact/hooks';
import { i18n } from '#i18n';
import type { CandidateView } from '../../sync/protocol/profile';
import { age, count, exact } from '../ui/format';
import { TypeSign } from '../ui/type-sign';
import { Panel } from './panel';

interface ChooserProps {
  candidates: readonly CandidateView[];
  busy: boolean;
  onChoose: (candidate: CandidateView) => void;
}

/** Several may be meant: what tells them apart, and one button that names the choice. */
export function Chooser({ candidates, busy, onChoose }: ChooserProps) {
  const { now } = useContext(Panel);
  const [id, setId] = useState(candidates[0]?.id);
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
                {mixed && (
                  <span class="small">
                    <TypeSign type="contact" module={each.module} />
                  </span>
                )}
              </span>
              <span class="muted small cut" dir="auto">
                {each.company ?? i18n.t('chooser.noAccount')}
              </span>
              <span class="muted small">
                {differ && each.email !== null && <bdi class="cut">{each.email}</bdi>}
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
      {chosen !== undefined && (
        <button class="btn primary" type="button" disabled={busy} onClick={() => onChoose(chosen)}>
          {i18n.t('chooser.use', { name: chosen.name })}
        </button>
      )}
    </section>
  );
}
