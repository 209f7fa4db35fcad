import { i18n } from '#i18n';
import type { PreviewRowView } from '../../sync/protocol/preview';
import { reasonWords } from './failure-words';

interface NeedProps {
  row: PreviewRowView;
  why: NonNullable<PreviewRowView['why']>;
}

/** Why a record waits for a person, in the room of a row. */
export function Need({ row, why, onMore }: NeedProps & { onMore: () => void }) {
  const { title, lead } = reasonWords(why.reason, why.problem);
  const [first] = row.fields;
  return (
    <ul>
      <li class="why">
        <span title={title}>{title}</span>
        <button class="link small" type="button" onClick={onMore}>
          {i18n.t('preview.whatToDo')}
          <span class="vh">: {row.title}</span>
        </button>
      </li>
      <li class="muted" title={first === undefined ? lead : undefined}>
        {first === undefined ? lead : <Both of={first} />}
      </li>
    </ul>
  );
}

/** The same in full: the way out, and every value to choose from. */
export function NeedDetail({ row, why }: NeedProps) {
  const { title, lead } = reasonWords(why.reason, why.problem);
  return (
    <>
      <p>
        <b class="mid">{title}.</b> {lead}
      </p>
      <ul class="chg all">
        {row.fields.map((field) => (
          <li key={field.label}>
            <Both of={field} />
          </li>
        ))}
      </ul>
    </>
  );
}

function Both({ of: { label, before, after } }: { of: PreviewRowView['fields'][number] }) {
  return (
    <>
      {label} <span class="muted">{i18n.t('side.desk')}</span> <bdi>{before ?? i18n.t('none')}</bdi>{' '}
      · <span class="muted">{i18n.t('side.crm')}</span> <bdi>{after ?? i18n.t('none')}</bdi>
    </>
  );
}
