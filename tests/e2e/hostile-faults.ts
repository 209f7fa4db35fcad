/** What is wrong with a page of ours that shows hostile text. Runs in the page: it may use nothing from outside. */
export interface Shown {
  readonly faults: readonly string[];
  readonly text: string;
}

/**
 * Presses `press` where it is given, waits until the page holds `until` in any of its texts, and
 * looks at all that is shown then. Rejects after 20 s.
 */
export async function lookAt({
  press,
  until,
}: {
  readonly press: string | null;
  readonly until: string;
}): Promise<Shown> {
  const { documentElement: root } = document;
  const button = press === null ? null : document.querySelector<HTMLButtonElement>(press);
  // While one refresh goes on there is nothing to press.
  const isBusy = (): boolean => button?.disabled === true;
  while (isBusy()) await new Promise((done) => requestAnimationFrame(done));
  button?.click();
  const isThere = (): boolean => (document.body.textContent ?? '').includes(until);
  await new Promise<void>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`no ${until}`)), 20_000);
    const check = (): void => {
      if (!isThere()) return;
      clearTimeout(timer);
      observer.disconnect();
      resolve();
    };
    const observer = new MutationObserver(check);
    observer.observe(document, { childList: true, subtree: true, characterData: true });
    check();
  });
  const found: string[] = [];
  if ('pwned' in globalThis) found.push('executed');
  if (root.scrollWidth > innerWidth) found.push(`page ${root.scrollWidth} wide`);
  for (const box of document.querySelectorAll('main, header, footer, .sb-body, section, article'))
    if (box.scrollWidth > box.clientWidth + 1)
      found.push(`${box.tagName}.${box.className} ${box.scrollWidth} wide`);
  for (const link of document.querySelectorAll('a[href]')) {
    const url = new URL((link as HTMLAnchorElement).href);
    if (!['https:', 'mailto:', 'tel:'].includes(url.protocol) || url.username !== '')
      found.push(`link ${url.href}`);
    if (url.protocol === 'mailto:' && url.search !== '') found.push(`link ${url.href}`);
  }
  const foreign =
    '#root :is(script, style, iframe, object, embed, base, meta, img, math, input[name=password], input#globalThis, tandem-panel, form[action])';
  for (const element of document.querySelectorAll(foreign)) found.push(`<${element.tagName}>`);
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const turning = /[\u202A-\u202E\u2066-\u2069]/;
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    const text = node.textContent ?? '';
    if (/[^\P{Cc}\t\n]/u.test(text)) found.push('control character');
    if (!turning.test(text)) continue;
    // What turns the direction must not reach beyond the value it stands in.
    const { unicodeBidi, display } = getComputedStyle(node.parentElement ?? root);
    if (!/isolate|plaintext/.test(unicodeBidi) && !/block|flex|grid|list-item/.test(display))
      found.push(
        `direction leaks from ${node.parentElement?.tagName} ${node.parentElement?.className}`,
      );
  }
  return { faults: [...new Set(found)], text: document.querySelector('main')?.textContent ?? '' };
}
