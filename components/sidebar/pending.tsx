import { useContext } from 'preact/hooks';
import { i18n } from '#i18n';
import type { Section } from '../../sync/protocol/profile';
import type { AdditionView } from '../../sync/protocol/additions';
import type { AdditionKind } from '../../sync/types';
import type { AdditionsStore } from '../state/additions-store';
import { atTime } from '../ui/format';
import { problemText } from '../ui/problem-text';
import { AddForm } from './add-form';
import { useAdding } from './adding';
import { Panel } from './panel';

/** The text by which the agent knows it. */
const titles = ['Note_Content', 'Subject', 'Deal_Name', 'Last_Name'];

interface PendingProps {
  kinds: readonly AdditionKind[];
  /** Ids that the profile shows already. */
  shown: ReadonlySet<string>;
}

interface BeingAddedProps {
  kinds: readonly AdditionKind[];
  /** The list that it will stand in, also where that could not be read. */
  to: Section<readonly { readonly id: string }[]>;
}

/** The open form, and what is on its way, of a section. */
export function BeingAdded({ kinds, to }: BeingAddedProps) {
  const shown = new Set(to.state === 'shown' ? to.data.map(({ id }) => id) : []);
  return (
    <>
      <AddForm kinds={kinds} />
      <Pending kinds={kinds} shown={shown} />
    </>
  );
}

/** What is on its way, at the top of the list where it will stand. */
export function Pending({ kinds, shown }: PendingProps) {
  const { adding, rows } = useAdding();
  if (adding === null) return null;
  const open = rows.filter(
    ({ kind, id }) => kinds.includes(kind) && !(id !== null && shown.has(id)),
  );
  return (
    <>
      {open.map((row) => (
        <Row key={row.key} row={row} adding={adding} />
      ))}
    </>
  );
}

function Row({ row, adding }: { row: AdditionView; adding: AdditionsStore }) {
  const { now } = useContext(Panel);
  const { key, kind, state, values, knownBy, problem } = row;
  const name = titles.find((each) => (values[each] ?? '').trim() !== '') ?? '';
  const isLost = state === 'unknown';
  return (
    <article class={isLost ? 'pend lost' : 'pend'} data-row tabIndex={-1}>
      <p class="tx" dir="auto">
        <span class="vh">{i18n.t(`adding.one.${kind}`)}: </span>
        {values[name]}
      </p>
      {state === 'adding' && (
        <p class="by" role="status">
          {i18n.t('adding.adding')}
        </p>
      )}
      {state === 'draft' && (
        <>
          <p class="wrong" role="alert">
            {problemText(problem)}
          </p>
          <div class="two">
            <button class="link small" type="button" onClick={() => adding.resume(key)}>
              {i18n.t('adding.resume')}
            </button>
          </div>
        </>
      )}
      {isLost && (
        <>
          <p class="by" role="status">
            {i18n.t('adding.unknown')}{' '}
            {knownBy !== null && i18n.t('adding.knownBy', { when: atTime(knownBy, now) })}
          </p>
          <div class="two">
            <button class="link small" type="button" onClick={() => adding.look(key)}>
              {i18n.t('adding.look')}
            </button>
            <button class="link small" type="button" onClick={() => adding.drop(key)}>
              {i18n.t('adding.forget')}
            </button>
          </div>
        </>
      )}
    </article>
  );
}
