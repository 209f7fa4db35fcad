import { Check, Copy } from 'lucide';
import { useEffect, useRef, useState } from 'preact/hooks';
import { i18n } from '#i18n';
import { Icon } from '../ui/icon';

const shownMs = 2000;

interface CopyLineProps {
  label: string;
  text: string;
  /** Shows the beginning only; all of it is copied. */
  long?: boolean;
}

/** A line to paste elsewhere. Where copying is not allowed, the text is selected instead. */
export function CopyLine({ label, text, long = false }: CopyLineProps) {
  const [copied, setCopied] = useState(false);
  const code = useRef<HTMLElement>(null);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), shownMs);
    return () => clearTimeout(timer);
  }, [copied]);

  async function copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(text);
      setCopied(true);
    } catch {
      if (code.current !== null) getSelection()?.selectAllChildren(code.current);
    }
  }

  const name = copied ? i18n.t('client.copied') : i18n.t('client.copy', { what: label });
  return (
    <div class={long ? 'copy long' : 'copy'}>
      <span class="muted small">{label}</span>
      <code ref={code} dir="ltr">
        {text}
      </code>
      <button class="ib" type="button" aria-label={name} title={name} onClick={() => void copy()}>
        <Icon of={copied ? Check : Copy} class={copied ? 'green' : ''} />
      </button>
    </div>
  );
}
