import { i18n } from '#i18n';
import type { PreferencesDraft, PreferencesView } from '../../sync/protocol/administration';
import type { PreferencesEffectView } from '../../sync/protocol/preferences-effect';
import type { Kind } from '../../sync/types';
import { count } from '../ui/format';
import { Notice } from '../ui/notice';

const shownKinds = ['contact', 'account', 'product'] as const;
const choices = {
  crmDeleted: ['always', 'ifNoAssociates', 'never'],
  // Nothing under the second of the other table.
  deskDeleted: ['always', null, 'never'],
} as const;

interface DeletePreferencesProps {
  view: PreferencesView;
  draft: PreferencesDraft;
  /** What is stored says of accounts and their contacts; null while it is not known. */
  effect: PreferencesEffectView | null;
  onEdit: (part: Partial<PreferencesDraft>) => void;
}

/** What a deletion on one side does on the other (DEL-1, DEL-2). */
export function DeletePreferences({ view, draft, effect, onEdit }: DeletePreferencesProps) {
  const { linked, deletesUnasked } = view;
  return (
    <>
      <p class="muted small dl">{i18n.t('deletions.lead')}</p>
      <Direction when="crmDeleted" linked={linked} draft={draft} onEdit={onEdit} />
      {draft.deletions.account.crmDeleted === 'always' && (
        <Notice tone="amber" title={i18n.t('deletions.warning')}>
          <span class="two">
            {i18n.t('deletions.warningLead', deletesUnasked, { count: count(deletesUnasked) })}{' '}
            {effect !== null &&
              i18n.t('deletions.peopled', effect.peopled, {
                count: count(effect.peopled),
                of: count(linked.account),
              })}
          </span>
        </Notice>
      )}
      <Direction when="deskDeleted" linked={linked} draft={draft} onEdit={onEdit} />
    </>
  );
}

interface DirectionProps extends Pick<DeletePreferencesProps, 'draft' | 'onEdit'> {
  when: keyof typeof choices;
  linked: PreferencesView['linked'];
}

function Direction({ when, linked, draft, onEdit }: DirectionProps) {
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
            {choices[when].map((choice) =>
              choice === null ? (
                <td class="gap" key="gap">
                  {'\u00a0'}
                </td>
              ) : (
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
              ),
            )}
          </tr>
        </thead>
        <tbody>
          {shownKinds.map((kind) => (
            <tr key={kind}>
              <th scope="row">
                {i18n.t(`kind.${kind}`)}{' '}
                <span class="muted small num lk">
                  {i18n.t('deletions.linked', linked[kind], { count: count(linked[kind]) })}
                </span>
                {when === 'crmDeleted' && (
                  <span class="muted small sub2">{i18n.t(`deletions.associates.${kind}`)}</span>
                )}
              </th>
              {choices[when].map((choice) =>
                choice === null ? (
                  <td class="gap" key="gap">
                    {'\u00a0'}
                  </td>
                ) : (
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
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
