import type { ComponentChildren } from 'preact';
import { i18n } from '#i18n';
import type { PreferenceChoices } from '../../sync/protocol/administration';
import type { Query } from '../state/use-query';
import { problemText } from '../ui/problem-text';

/** The lists come from both services; the rest of the page does not wait for them. */
export function Missing({ of: { problem, again } }: { of: Query<PreferenceChoices> }) {
  if (problem === null) return <p class="muted small">{i18n.t('preferences.reading')}</p>;
  return (
    <p class="muted small">
      {problemText(problem)}{' '}
      <button class="link" type="button" onClick={again}>
        {i18n.t('tryAgain')}
      </button>
    </p>
  );
}

interface QuestionProps {
  title: string;
  lead: string;
  children: ComponentChildren;
}

export function Question({ title, lead, children }: QuestionProps) {
  return (
    <section class="pref">
      <div>
        <h2>{title}</h2>
        <p class="muted">{lead}</p>
      </div>
      <div>{children}</div>
    </section>
  );
}

interface TicksProps {
  legend: string;
  of: readonly { readonly id: string; readonly name: string; readonly lead?: string }[];
  ticked: readonly string[];
  onTick: (ids: readonly string[]) => void;
}

export function Ticks({ legend, of, ticked, onTick }: TicksProps) {
  return (
    <fieldset>
      <legend class="mid">{legend}</legend>
      {of.map(({ id, name, lead }) => (
        <label class="opt" key={id}>
          <input
            type="checkbox"
            checked={ticked.includes(id)}
            onChange={({ currentTarget }) =>
              onTick(currentTarget.checked ? [...ticked, id] : ticked.filter((one) => one !== id))
            }
          />
          <span dir="auto">{name}</span>
          {lead !== undefined && <span class="sub">{lead}</span>}
        </label>
      ))}
    </fieldset>
  );
}
