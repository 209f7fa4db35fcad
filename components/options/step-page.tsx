import type { ComponentChildren } from 'preact';

interface PageProps {
  title: string;
  lead?: ComponentChildren;
  /** For tables. */
  wide?: boolean;
  children: ComponentChildren;
}

/** One step of set-up. */
export function StepPage({ title, lead, wide = false, children }: PageProps) {
  return (
    <div class={wide ? 'op-in' : 'op-in setup'}>
      <header class="op-h">
        <div>
          <h1>{title}</h1>
          {lead !== undefined && <p>{lead}</p>}
        </div>
      </header>
      {children}
    </div>
  );
}

/** The foot of a step: what comes next, and the way there. */
export function StepFoot({ note, children }: { note: string; children: ComponentChildren }) {
  return (
    <div class="save">
      <span class="muted">{note}</span>
      <div class="acts">{children}</div>
    </div>
  );
}
