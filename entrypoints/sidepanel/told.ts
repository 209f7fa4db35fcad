/** What the host tells in the frame's address: its pass, and the theme it shows itself in. */
export function told(): URLSearchParams {
  return new URLSearchParams(location.hash.slice(1));
}

/** Follows the host's theme; outside a host, the reader's own. */
export function followTheme(): void {
  const follow = (): void => {
    const theme = told().get('theme');
    if (theme === 'dark' || theme === 'light') document.documentElement.dataset['theme'] = theme;
    else delete document.documentElement.dataset['theme'];
  };
  follow();
  addEventListener('hashchange', follow);
}
