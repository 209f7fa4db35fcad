import './notice.css';
import { TriangleAlert, type IconNode } from 'lucide';
import type { ComponentChildren } from 'preact';
import { Icon } from './icon';

interface NoticeProps {
  tone: 'plain' | 'amber' | 'red';
  title?: string | undefined;
  icon?: IconNode;
  /** The way out. */
  actions?: ComponentChildren;
  children?: ComponentChildren;
}

/** What happened, in a sentence, and the way out of it. */
export function Notice({ tone, title, icon = TriangleAlert, actions, children }: NoticeProps) {
  return (
    <div class={`note ${tone}`}>
      <Icon of={icon} />
      {title !== undefined && <b>{title}</b>}
      {children}
      {actions !== undefined && <div class="acts">{actions}</div>}
    </div>
  );
}
