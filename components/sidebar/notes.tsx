import { useContext, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { i18n } from '#i18n';
import type { NoteView, Section as SectionData } from '../../sync/protocol/profile';
import { age, count, exact } from '../ui/format';
import { AddButton } from './add-button';
import { MoreRows } from './more-rows';
import { Panel } from './panel';
import { BeingAdded } from './pending';
import { Section } from './section';

const firstShown = 2;
const kinds = ['note'] as const;

interface NotesProps {
  of: SectionData<readonly NoteView[]>;
  /** The customer's page in CRM. */
  url: string | null;
}

export function Notes({ of, url }: NotesProps) {
  return (
    <Section
      name="notes"
      title={i18n.t('section.notes')}
      of={of}
      url={url}
      number={(notes) => notes.length}
      add={<AddButton kinds={kinds} at="notes" />}
      adds={<BeingAdded kinds={kinds} to={of} />}
    >
      {(notes) => (
        <>
          <NoteList notes={notes} />
        </>
      )}
    </Section>
  );
}

function NoteList({ notes }: { notes: readonly NoteView[] }) {
  const [all, setAll] = useState(false);
  if (notes.length === 0) return <p class="none">{i18n.t('notes.none')}</p>;
  const rest = notes.length - firstShown;
  return (
    <>
      {(all ? notes : notes.slice(0, firstShown)).map((each) => (
        <Note key={each.id} note={each} />
      ))}
      {rest > 0 && (
        <MoreRows all={all} onAll={setAll} label={i18n.t('more_', { count: count(rest) })} />
      )}
    </>
  );
}

function Note({ note }: { note: NoteView }) {
  const { now } = useContext(Panel);
  const [whole, setWhole] = useState(false);
  const { title, text, author, at } = note;
  const line = useRef<HTMLParagraphElement>(null);
  const [long, setLong] = useState(false);
  useLayoutEffect(() => {
    const shown = line.current;
    if (shown === null || whole) return;
    const measure = (): void => setLong(shown.scrollHeight > shown.clientHeight + 1);
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(shown);
    return () => observer.disconnect();
  }, [text, whole]);
  return (
    <article class="nt" data-row tabIndex={-1}>
      <p class="by">
        <b>
          <bdi>{author ?? i18n.t('notes.nobody')}</bdi>
        </b>
        {at !== null && (
          <>
            {' · '}
            <time dateTime={new Date(at).toISOString()} title={exact(at)}>
              {age(at, now)}
            </time>
          </>
        )}
      </p>
      {title !== null && title !== '' && (
        <p class="mid" dir="auto">
          {title}
        </p>
      )}
      <p ref={line} class={whole ? 'tx whole' : 'tx'} dir="auto">
        {text}
      </p>
      {long && (
        <button
          class="link small"
          type="button"
          aria-expanded={whole}
          onClick={() => setWhole(!whole)}
        >
          {whole ? i18n.t('notes.less') : i18n.t('notes.whole')}
        </button>
      )}
    </article>
  );
}
