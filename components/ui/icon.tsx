import type { IconNode } from 'lucide';
import { h } from 'preact';

/** One outline icon. It only decorates: the words beside it say what it means. */
export function Icon({
  of,
  small,
  class: extra,
}: {
  of: IconNode;
  small?: boolean;
  class?: string;
}) {
  const name = ['i', small === true && 'i-s', extra].filter(Boolean).join(' ');
  return (
    <svg class={name} viewBox="0 0 24 24" aria-hidden="true">
      {of.map(([tag, attributes]) => h(tag, attributes))}
    </svg>
  );
}
