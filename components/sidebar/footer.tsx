import { RefreshCw, WifiOff } from 'lucide';
import { useContext } from 'preact/hooks';
import { i18n } from '#i18n';
import type { ProfileView } from '../../sync/protocol/profile';
import { age, atTime, exact } from '../ui/format';
import { Icon } from '../ui/icon';
import { Panel } from './panel';

interface FooterProps {
  profile: ProfileView | null;
  failed: boolean;
}

type State = 'reading' | 'offline' | 'failed' | 'searched' | 'fresh';

function stateOf({ profile, failed }: FooterProps): State {
  if (profile?.offline === true) return 'offline';
  if (failed) return 'failed';
  if (profile === null || profile.result.state === 'loading') return 'reading';
  return profile.result.state === 'found' || profile.result.state === 'deskOnly'
    ? 'fresh'
    : 'searched';
}

/** What stands where the age would stand. */
function unread(state: State): string {
  if (state === 'failed') return i18n.t('footer.said.failed');
  return state === 'reading' ? i18n.t('footer.reading') : '';
}

/** How old it is, and the button that renews it. */
export function Footer({ profile, failed }: FooterProps) {
  const { now, refresh } = useContext(Panel);
  const state = stateOf({ profile, failed });
  const at = profile?.updatedAt ?? null;
  const refreshing = profile?.refreshing === true || state === 'reading';
  const label = i18n.t(state === 'searched' ? 'footer.searchAgain' : 'footer.refresh');
  return (
    <footer class={state === 'offline' ? 'sb-foot off' : 'sb-foot'}>
      {/* Only the state is announced: the age changes every minute. */}
      <span class="vh" role="status">
        {i18n.t(refreshing && state !== 'offline' ? 'footer.reading' : `footer.said.${state}`)}
      </span>
      <p class="row grow">
        {state === 'offline' && <Icon of={WifiOff} small class="amber" />}
        {state === 'fresh' && <span class="dot green" />}
        {state === 'failed' && <span class="dot red" />}
        <span>
          {state === 'offline' && <b class="amber mid">{i18n.t('footer.offline')} </b>}
          {at === null || state === 'reading' ? (
            unread(state)
          ) : (
            <time dateTime={new Date(at).toISOString()} title={exact(at)}>
              {state === 'offline'
                ? i18n.t('footer.readAt', { age: age(at, now), when: atTime(at, now) })
                : i18n.t(`footer.${state}`, { age: age(at, now) })}
            </time>
          )}
        </span>
      </p>
      {state === 'offline' || state === 'failed' ? (
        <button class="link small" type="button" disabled={profile?.refreshing} onClick={refresh}>
          {i18n.t(state === 'offline' ? 'footer.tryNow' : 'tryAgain')}
        </button>
      ) : (
        <button
          class="ib"
          type="button"
          aria-label={label}
          title={label}
          disabled={refreshing}
          onClick={refresh}
        >
          <Icon of={RefreshCw} class={refreshing && state !== 'reading' ? 'turn' : ''} />
        </button>
      )}
    </footer>
  );
}
