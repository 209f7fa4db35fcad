import { useContext, useEffect, useState } from 'preact/hooks';
import { i18n } from '#i18n';
import { hostIn, OwnHostsContext } from '../state/own-hosts';

/** Lets Tandem stand on the help desk's own domain too, one address at a time. */
export function OwnHostsBlock() {
  const hosts = useContext(OwnHostsContext);
  const [granted, setGranted] = useState<readonly string[]>([]);
  const [typed, setTyped] = useState('');
  const [said, setSaid] = useState<'notAHost' | 'declined' | null>(null);

  async function look(): Promise<void> {
    if (hosts !== null) setGranted(await hosts.list());
  }
  useEffect(() => void look(), [hosts]);
  if (hosts === null) return null;

  async function add(): Promise<void> {
    const host = hostIn(typed);
    if (host === null || hosts === null) return setSaid('notAHost');
    // First of all: the browser asks only within the click.
    const isGranted = await hosts.add(host).catch(() => false);
    setSaid(isGranted ? null : 'declined');
    if (isGranted) setTyped('');
    await look();
  }

  return (
    <section class="blk">
      <div class="blk-h">
        <h2>{i18n.t('ownHosts.title')}</h2>
      </div>
      <p class="muted small">{i18n.t('ownHosts.lead')}</p>
      {granted.length > 0 && (
        <ul class="own-hosts">
          {granted.map((host) => (
            <li key={host} class="row">
              <bdi>{host}</bdi>
              <button
                class="link small"
                type="button"
                aria-label={i18n.t('ownHosts.removeOf', { host })}
                onClick={() => void hosts.remove(host).then(look)}
              >
                {i18n.t('ownHosts.remove')}
              </button>
            </li>
          ))}
        </ul>
      )}
      <form
        class="row"
        onSubmit={(event) => {
          event.preventDefault();
          void add();
        }}
      >
        <input
          class="in"
          dir="ltr"
          aria-label={i18n.t('ownHosts.address')}
          placeholder="support.example.com"
          value={typed}
          onInput={({ currentTarget }) => setTyped(currentTarget.value)}
        />
        <button class="btn">{i18n.t('ownHosts.add')}</button>
      </form>
      {said !== null && (
        <p class="red small" role="alert">
          {i18n.t(`ownHosts.${said}`)}
        </p>
      )}
    </section>
  );
}
