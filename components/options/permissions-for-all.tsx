import { i18n } from '#i18n';
import type { PermissionsConfig } from '../../sync/protocol/permissions';
import type { AdditionKind } from '../../sync/types';
import { TypeRulesFields } from './type-rules';

const kinds: readonly AdditionKind[] = ['note', 'task', 'call', 'potential', 'contact', 'lead'];

interface PermissionsForAllProps {
  draft: PermissionsConfig;
  onDraft: (draft: PermissionsConfig) => void;
}

/** What holds for every profile: Handshake mode, and what may be added to CRM at all. */
export function PermissionsForAll({ draft, onDraft }: PermissionsForAllProps) {
  const writing = draft.writing ?? [];
  return (
    <section class="blk">
      <div class="blk-h">
        <h2>{i18n.t('permissions.forAll')}</h2>
      </div>
      <div class="fa">
        <fieldset>
          <legend class="small muted">{i18n.t('permissions.handshake')}</legend>
          <label>
            <input
              type="checkbox"
              checked={draft.handshake !== false}
              onChange={({ currentTarget }) =>
                onDraft({ ...draft, handshake: currentTarget.checked })
              }
            />
            <span>{i18n.t('permissions.handshakeLead')}</span>
          </label>
          <TypeRulesFields
            rules={draft.typeRules}
            disabled={draft.handshake === false}
            onRules={(typeRules) => onDraft({ ...draft, typeRules })}
          />
        </fieldset>
        <fieldset>
          <legend class="small muted">{i18n.t('permissions.writing')}</legend>
          <div class="fa-w">
            {kinds.map((kind) => (
              <label key={kind}>
                <input
                  type="checkbox"
                  checked={writing.includes(kind)}
                  onChange={({ currentTarget }) =>
                    onDraft({
                      ...draft,
                      writing: kinds.filter((each) =>
                        each === kind ? currentTarget.checked : writing.includes(each),
                      ),
                    })
                  }
                />
                <span>{i18n.t(`permissions.add.${kind}`)}</span>
              </label>
            ))}
          </div>
        </fieldset>
      </div>
    </section>
  );
}
