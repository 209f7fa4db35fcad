/** The badge and the tooltip of the toolbar's icon: what needs a person (LOG-4). */
import { browser, i18n } from '#imports';
import { attentionOf, badgeText } from '../../sync/core/attention';
import type { StatusView } from '../../sync/protocol';

/** As the screens' tokens have them; white stands on either. */
const colours = { amber: '#93580a', red: '#b3261e' } as const;

function words({ state, failures, conflicts, held }: StatusView): string {
  const parts = [
    state === 'reconnect' || state === 'trouble' ? i18n.t(`state.${state}`) : null,
    held !== null && held.dismissedAt === null ? i18n.t('needs.held.title') : null,
    failures > 0 ? i18n.t('needs.failures', failures, { count: String(failures) }) : null,
    conflicts > 0 ? i18n.t('needs.conflicts', conflicts, { count: String(conflicts) }) : null,
  ].filter((part) => part !== null);
  return parts.length === 0 ? 'Tandem' : `Tandem: ${parts.join(' · ')}`;
}

/** Shows what `status` says whenever it is told to look; one look at a time, the last one counts. */
export function createAttention(status: () => Promise<StatusView>): () => void {
  let looking = false;
  let again = false;
  let shown = '';

  async function look(): Promise<void> {
    const view = await status();
    const { number, tone } = attentionOf(view);
    const text = badgeText(number);
    const title = words(view);
    if (shown === `${text}/${tone}/${title}`) return;
    shown = `${text}/${tone}/${title}`;
    await browser.action.setBadgeText({ text });
    if (tone !== 'none') {
      await browser.action.setBadgeBackgroundColor({ color: colours[tone] });
      await browser.action.setBadgeTextColor?.({ color: '#ffffff' });
    }
    await browser.action.setTitle({ title });
  }

  return function changed(): void {
    again = true;
    if (looking) return;
    looking = true;
    void (async () => {
      while (again) {
        again = false;
        // A status that cannot be read now is read at the next change.
        await look().catch(() => undefined);
      }
      looking = false;
    })();
  };
}
