import { i18n } from '#i18n';
import type { PreferencesDraft } from '../../sync/protocol/administration';
import type { Kind } from '../../sync/types';
import { Notice } from '../ui/notice';

const shownKinds = ['contact', 'account', 'product'] as const;
const choices = {
  crmDeleted: ['always', 'ifNoAssociates', 'never'],
  deskDeleted: ['always', 'never'],
} as const;

interface DeletePreferencesProps {
  draft: PreferencesDraft;
  onEdit: (part: Partial<PreferencesDraft>) => void;
}

/** What a deletion on one side does on the other (DEL-1, DEL-2). */
export function DeletePreferences({ draft, onEdit }: DeletePreferencesProps) {
  return (
    <>
      <p class="muted small dl">{i18n.t('deletions.lead')}</p>
      <Direction when="crmDeleted" draft={draft} onEdit={onEdit} />
      {draft.deletions.account.crmDeleted === 'always' && (
        <Notice tone="amber" title={i18n.t('deletions.warning')}>
          <span>{i18n.t('deletions.warningLead')}</span>
        </Notice>
      )}
      <Direction when="deskDeleted" draft={draft} onEdit={onEdit} />
    </>
  );
}

interface DirectionProps extends DeletePreferencesProps {
  when: keyof typeof choices;
}

function Direction({ when, draft, onEdit }: DirectionProps) {
  const set = (kind: Kind, choice: string): void => {
    const preference = { ...draft.deletions[kind], [when]: choice };
    onEdit({ deletions: { ...draft.deletions, [kind]: preference } });
  };
  return (
    <section class="del">
      <h2 id={when}>{i18n.t(`deletions.${when}`)}</h2>
      <table class="table dt stack" aria-labelledby={when}>
        <thead>
          <tr>
            <th scope="col">{i18n.t('history.kinds')}</th>
            {choices[when].map((choice) => (
              <th scope="col" key={choice}>
                {i18n.t(`deletions.${choice}`)}
                <span>
                  {i18n.t(
                    choice === 'always' && when === 'deskDeleted'
                      ? 'deletions.alwaysLeadCrm'
                      : `deletions.${choice}Lead`,
                  )}
                </span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {shownKinds.map((kind) => (
            <tr key={kind}>
              <th scope="row">
                {i18n.t(`kind.${kind}`)}
                {when === 'crmDeleted' && (
                  <span class="muted small sub2">{i18n.t(`deletions.associates.${kind}`)}</span>
                )}
              </th>
              {choices[when].map((choice) => (
                <td key={choice}>
                  <label class="rc">
                    <input
                      type="radio"
                      name={`${when}/${kind}`}
                      aria-label={`${i18n.t(`kind.${kind}`)}: ${i18n.t(`deletions.${choice}`)}`}
                      checked={draft.deletions[kind][when] === choice}
                      onChange={() => set(kind, choice)}
                    />
                    <span class="rl">{i18n.t(`deletions.${choice}`)}</span>
                  </label>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
