import { useContext } from 'preact/hooks';
import { i18n } from '#i18n';
import { useAdding } from './adding';
import { Panel } from './panel';

/** Who signed in before adding was allowed: what is left to do, in one quiet line. */
export function Ungranted() {
  const { ungranted } = useAdding();
  const { openOptions, offline } = useContext(Panel);
  if (ungranted.length === 0 || offline === true) return null;
  const kinds = ungranted.map((kind) => i18n.t(`permissions.add.${kind}`)).join(', ');
  return (
    <p class="none ungranted">
      {i18n.t('adding.ungranted', { kinds })}{' '}
      <button class="link" type="button" data-row onClick={openOptions}>
        {i18n.t('writingConsent.signIn')}
      </button>
    </p>
  );
}
