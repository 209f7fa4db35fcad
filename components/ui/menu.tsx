import './menu.css';
import { Ellipsis, type IconNode } from 'lucide';
import { useEffect, useRef, useState } from 'preact/hooks';
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

  useEffect(() => {
    if (!open) return;
    at.current?.querySelector<HTMLElement>('[role=menuitem]')?.focus();
    const away = (event: Event): void => {
      if (!at.current?.contains(event.target as Node)) setOpen(false);
    };
    const leave = (): void => setOpen(false);
    document.addEventListener('pointerdown', away);
    window.addEventListener('blur', leave);
    return () => {
      document.removeEventListener('pointerdown', away);
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
        <div class="menu" role="menu" tabIndex={-1} aria-label={label} onKeyDown={move}>
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
