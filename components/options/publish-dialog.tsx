import { i18n } from '#i18n';
import type { DeskProfile, PermissionsConfig } from '../../sync/protocol/permissions';
import { Dialog } from '../ui/dialog';
import { changedForAll, changedProfiles, differences } from './permissions-draft';

interface PublishDialogProps {
  profiles: readonly DeskProfile[];
  /** Null: nothing is published yet. */
  published: PermissionsConfig | null;
  draft: PermissionsConfig;
  busy: boolean;
  onPublish: () => void;
  onClose: () => void;
}

/** What every agent gains and loses with the next poll. */
export function PublishDialog(props: PublishDialogProps) {
  const { profiles, published, draft, busy, onPublish, onClose } = props;
  const changed = published === null ? profiles : changedProfiles(published, draft, profiles);
  return (
    <Dialog title={i18n.t('permissions.publishTitle')} onClose={onClose}>
      <p class="muted">
        {i18n.t(published === null ? 'permissions.publishFirst' : 'permissions.publishLead')}
      </p>
      <dl class="pub">
        {published !== null &&
          changed.map((profile) => (
            <div key={profile.id}>
              <dt>
                <bdi>{profile.name}</bdi>
              </dt>
              <dd>{changeWords(profile, published, draft)}</dd>
            </div>
          ))}
        {published !== null &&
          changedForAll(published, draft).map((name) => (
            <div key={name}>
              <dt>{i18n.t('permissions.forAll')}</dt>
              <dd>{i18n.t(`permissions.changes.${name}`)}</dd>
            </div>
          ))}
      </dl>
      <form method="dialog" class="dlg-acts">
        <button class="btn">{i18n.t('cancel')}</button>
        <button class="btn primary" type="button" disabled={busy} onClick={onPublish}>
          {i18n.t(busy ? 'permissions.publishing' : 'permissions.publish')}
        </button>
      </form>
    </Dialog>
  );
}

function changeWords(
  profile: DeskProfile,
  before: PermissionsConfig,
  after: PermissionsConfig,
): string {
  const [from, to] = [before.profiles[profile.id], after.profiles[profile.id]];
  if (from === undefined || to === undefined) return '';
  const found = differences(from, to, profile);
  if (found.length === 0) return i18n.t('permissions.sameSeen');
  return found
    .map(({ item, gained }) =>
      i18n.t(gained ? 'permissions.gains' : 'permissions.loses', {
        item: i18n.t(`permissions.item.${item}`),
      }),
    )
    .join(' · ');
}
