import { useState } from 'preact/hooks';
import type { Problem } from '../../sync/types';
import { Failed } from './failed';

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
      <div role="status">{!busy && <Failed problem={problem} />}</div>
    </form>
  );
}
