import { useState } from 'preact/hooks';
import { i18n } from '#i18n';
import type { Problem } from '../../sync/types';
import { Notice } from '../ui/notice';
import { problemText } from '../ui/problem-text';

interface PasteTextProps {
  label: string;
  hint: string;
  /** The button's word. */
  action: string;
  busy: boolean;
  problem: Problem | null;
  onPaste: (text: string) => void;
}

/** A text that somebody sent. It is judged where it is opened. */
export function PasteText({ label, hint, action, busy, problem, onPaste }: PasteTextProps) {
  const [text, setText] = useState('');
  return (
    <form
      class="paste"
      onSubmit={(event) => {
        event.preventDefault();
        if (text.trim() !== '') onPaste(text);
      }}
    >
      <label class="fld">
        <span>{label}</span>
        <textarea
          class="in"
          rows={3}
          dir="ltr"
          spellcheck={false}
          autocomplete="off"
          placeholder={hint}
          value={text}
          onInput={({ currentTarget }) => setText(currentTarget.value)}
        />
      </label>
      <div class="acts">
        <button class="btn" disabled={busy || text.trim() === ''}>
          {action}
        </button>
      </div>
      <div role="status">
        {problem !== null && !busy && (
          <Notice tone="red" title={i18n.t('actions.failed')}>
            <span>{problemText(problem)}</span>
          </Notice>
        )}
      </div>
    </form>
  );
}
