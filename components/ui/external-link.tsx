import type { ComponentChildren } from 'preact';
import { safeHref } from './safe-href';

interface ExternalLinkProps {
  to: string | null;
  class?: string;
  title?: string;
  label?: string;
  row?: boolean;
  children: ComponentChildren;
}

/** A link out of the extension, or plain text where the address may not be followed. */
export function ExternalLink({ to, label, row, children, ...shown }: ExternalLinkProps) {
  const href = to === null ? null : safeHref(to);
  const marks = row === true ? { 'data-row': true, tabIndex: href === null ? -1 : 0 } : {};
  if (href === null)
    return (
      <span {...shown} {...marks} dir="auto">
        {children}
      </span>
    );
  return (
    <a
      {...shown}
      {...marks}
      href={href}
      target="_blank"
      rel="noopener noreferrer"
      dir="auto"
      aria-label={label}
    >
      {children}
    </a>
  );
}
