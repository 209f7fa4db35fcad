import type { ComponentChildren } from 'preact';
import { i18n } from '#i18n';

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

interface StepWayProps {
  note: string;
  busy: boolean;
  onBack: () => void;
  onNext: () => void;
}

/** The foot of a step that can be left both ways. */
export function StepWay({ note, busy, onBack, onNext }: StepWayProps) {
  return (
    <StepFoot note={note}>
      <button class="btn quiet" type="button" disabled={busy} onClick={onBack}>
        {i18n.t('back')}
      </button>
      <button class="btn primary" type="button" disabled={busy} onClick={onNext}>
        {i18n.t('continue')}
      </button>
    </StepFoot>
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
