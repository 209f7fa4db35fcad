import './menu.css';
import { Ellipsis, type IconNode } from 'lucide';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { i18n } from '#i18n';
import { Icon } from './icon';

export interface MenuEntry {
  readonly label: string;
  readonly icon: IconNode;
  readonly act: () => void;
  readonly danger?: boolean;
}

/** What is needed now and then, behind three dots. */
export function Menu({
  entries,
  label = i18n.t('more'),
  icon = Ellipsis,
  disabled = false,
}: {
  entries: readonly MenuEntry[];
  label?: string;
  icon?: IconNode;
  disabled?: boolean;
}) {
  const [open, setOpen] = useState(false);
  const at = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);

  const list = useRef<HTMLDivElement>(null);

  useLayoutEffect(() => {
    if (!open || list.current === null || button.current === null) return;
    list.current.showPopover?.();
    place(list.current, button.current);
    // In the same turn: the next key is the menu's, however soon it comes.
    list.current.querySelector<HTMLElement>('[role=menuitem]')?.focus({ preventScroll: true });
  }, [open]);

  useEffect(() => {
    if (!open) return;
    const away = (event: Event): void => {
      if (!at.current?.contains(event.target as Node)) setOpen(false);
    };
    const leave = (): void => setOpen(false);
    document.addEventListener('pointerdown', away);
    document.addEventListener('scroll', leave, true);
    window.addEventListener('blur', leave);
    return () => {
      document.removeEventListener('pointerdown', away);
      document.removeEventListener('scroll', leave, true);
      window.removeEventListener('blur', leave);
    };
  }, [open]);

  function close(): void {
    setOpen(false);
    button.current?.focus();
  }

  function move(event: KeyboardEvent): void {
    const items = [...(at.current?.querySelectorAll<HTMLElement>('[role=menuitem]') ?? [])];
    const from = items.indexOf(document.activeElement as HTMLElement);
    const to = { ArrowDown: from + 1, ArrowUp: from - 1, Home: 0, End: -1 }[event.key];
    if (event.key === 'Tab') setOpen(false);
    else if (event.key === 'Escape') close();
    else if (to !== undefined) items.at(to % items.length)?.focus();
    else return;
    event.stopPropagation();
    if (event.key !== 'Tab') event.preventDefault();
  }

  return (
    <div class="menu-at" ref={at}>
      <button
        ref={button}
        class="ib"
        type="button"
        aria-label={label}
        title={label}
        disabled={disabled}
        aria-haspopup="menu"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      >
        <Icon of={icon} />
      </button>
      {open && (
        <div
          ref={list}
          class="menu"
          popover="manual"
          role="menu"
          tabIndex={-1}
          aria-label={label}
          onKeyDown={move}
        >
          {entries.map((entry) => (
            <button
              key={entry.label}
              type="button"
              role="menuitem"
              tabIndex={-1}
              class={entry.danger === true ? 'danger' : ''}
              onClick={() => {
                close();
                entry.act();
              }}
            >
              <Icon of={entry.icon} />
              {entry.label}
            </button>
          ))}
        </div>
      )}
    </div>
  );
}

/** px between the button and its menu. */
const gap = 4;

/** Below the button, or above where there is no room; in the top layer no list cuts it off. */
function place(menu: HTMLElement, button: HTMLElement): void {
  const at = button.getBoundingClientRect();
  const room = innerHeight - at.bottom - gap;
  const above = menu.offsetHeight > room && at.top > room;
  menu.style.top = above ? `${at.top - gap - menu.offsetHeight}px` : `${at.bottom + gap}px`;
  // Its end at the button's end, as far as the page reaches.
  const isRtl = getComputedStyle(button).direction === 'rtl';
  const wished = isRtl ? at.left : at.right - menu.offsetWidth;
  const most = document.documentElement.clientWidth - menu.offsetWidth - gap;
  menu.style.left = `${Math.max(gap, Math.min(wished, most))}px`;
}
