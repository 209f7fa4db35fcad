import './add-form.css';
import { useContext, useEffect, useId, useRef } from 'preact/hooks';
import { i18n } from '#i18n';
import type { FormFieldView } from '../../sync/protocol/additions';
import type { AdditionKind } from '../../sync/types';
import type { AdditionsStore } from '../state/additions-store';
import type { OpenForm } from '../state/open-form';
import { problemText } from '../ui/problem-text';
import { useAdding } from './adding';
import { Panel } from './panel';

/** The form that is open, where it is one of these kinds. */
export function AddForm({ kinds }: { kinds: readonly AdditionKind[] }) {
  const { adding, open } = useAdding();
  if (adding === null || open === null || !kinds.includes(open.kind)) return null;
  return <Form key={open.key} open={open} adding={adding} />;
}

/** The fields of CRM's own layout; every letter is kept, Escape leaves and loses nothing. */
function Form({ open, adding }: { open: OpenForm; adding: AdditionsStore }) {
  const { offline } = useContext(Panel);
  const { kind, form, problem, fresh } = open;
  const at = useRef<HTMLFormElement>(null);
  const why = useId();
  useEffect(() => {
    if (fresh && form !== null)
      at.current
        ?.querySelector<HTMLElement>('input:not([type=checkbox]), textarea, select')
        ?.focus();
  }, [fresh, form === null]);
  const fills = form?.unfillable.length === 0;
  return (
    <form
      ref={at}
      class="compose"
      aria-label={i18n.t(`adding.of.${kind}`)}
      aria-describedby={problem === null ? undefined : why}
      onSubmit={(event) => {
        event.preventDefault();
        adding.send();
      }}
      onKeyDown={(event) => {
        // As the button does, with the browser's look at what was typed: half a number is none.
        if (event.key === 'Enter' && (event.ctrlKey || event.metaKey))
          event.currentTarget.requestSubmit();
        else if (event.key === 'Escape') adding.close();
        else return;
        event.preventDefault();
        event.stopPropagation();
      }}
    >
      {form === null && problem === null && (
        <p class="muted" role="status">
          {i18n.t('adding.reading')}
        </p>
      )}
      {form?.fields.map((field) => (
        <Field key={field.name} field={field} alone={kind === 'note'} open={open} adding={adding} />
      ))}
      {(problem !== null || form?.unfillable.length !== 0) && (
        <p id={why} class="wrong" role="alert">
          {problemText(problem) || (form === null ? '' : unfillable(form.unfillable))}
        </p>
      )}
      {offline === true && <p class="muted small">{i18n.t('adding.offline')}</p>}
      <div class="row">
        <button
          class="btn primary sm"
          type="submit"
          disabled={form === null || !fills || offline === true}
        >
          {i18n.t(`adding.of.${kind}`)}
        </button>
        <button class="btn quiet sm" type="button" onClick={adding.close}>
          {i18n.t('cancel')}
        </button>
        <span class="push muted small row" aria-hidden="true">
          <span class="kbd">Ctrl</span>
          <span class="kbd">Enter</span>
        </span>
      </div>
    </form>
  );
}

function unfillable(labels: readonly string[]): string {
  return labels.length === 0 ? '' : i18n.t('adding.unfillable', { fields: labels.join(', ') });
}

interface FieldProps {
  field: FormFieldView;
  /** The only one: its form's name says what it is. */
  alone: boolean;
  open: OpenForm;
  adding: AdditionsStore;
}

function Field({ field, alone, open, adding }: FieldProps) {
  const id = useId();
  const value = open.values[field.name] ?? '';
  const set = (text: string): void => adding.type(field.name, text);
  if (field.type === 'tick')
    return (
      <label class="opt">
        <input
          type="checkbox"
          checked={value === 'true'}
          onChange={({ currentTarget }) => set(currentTarget.checked ? 'true' : '')}
        />
        <span dir="auto">{field.name === 'ticketLink' ? i18n.t('adding.link') : field.label}</span>
      </label>
    );
  return (
    <div class="fld">
      <label class={alone ? 'vh' : 'small muted'} for={id} dir="auto">
        {alone ? i18n.t(`adding.one.${open.kind}`) : field.label}
        {field.mandatory && !alone && <span> · {i18n.t('adding.required')}</span>}
      </label>
      <Input id={id} field={field} value={value} set={set} />
    </div>
  );
}

interface InputProps {
  id: string;
  field: FormFieldView;
  value: string;
  set: (text: string) => void;
}

/** No `url`: the browser would refuse an address without its scheme, which CRM takes. */
const inputTypes = {
  email: 'email',
  phone: 'tel',
  number: 'number',
  date: 'date',
  datetime: 'datetime-local',
} as const;

function Input({ id, field, value, set }: InputProps) {
  const { type, options, mandatory, maxLength } = field;
  const shared = { id, class: 'in', 'aria-required': mandatory };
  if (type === 'lines')
    return (
      <textarea
        {...shared}
        rows={4}
        dir="auto"
        value={value}
        maxLength={maxLength ?? undefined}
        onInput={({ currentTarget }) => set(currentTarget.value)}
      />
    );
  if (type === 'choice')
    return (
      <select {...shared} value={value} onChange={({ currentTarget }) => set(currentTarget.value)}>
        <option value="">{i18n.t('adding.choose')}</option>
        {options?.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    );
  if (type === 'choices')
    return (
      <select
        {...shared}
        multiple
        size={Math.min(4, options?.length ?? 1)}
        onChange={({ currentTarget }) =>
          set([...currentTarget.selectedOptions].map((option) => option.value).join('\n'))
        }
      >
        {options?.map((option) => (
          <option
            key={option.value}
            value={option.value}
            selected={value.split('\n').includes(option.value)}
          >
            {option.label}
          </option>
        ))}
      </select>
    );
  // The element's types differ by this value, which is known only here.
  const shownAs = (
    type in inputTypes ? inputTypes[type as keyof typeof inputTypes] : 'text'
  ) as 'text';
  return (
    <input
      {...shared}
      type={shownAs}
      {...(type === 'number' ? { step: 'any' } : {})}
      {...(type === 'url' ? { inputMode: 'url' as const } : {})}
      {...(type === 'line' ? { dir: 'auto' } : {})}
      value={value}
      {...(maxLength === null ? {} : { maxLength })}
      onInput={({ currentTarget }) => set(currentTarget.value)}
    />
  );
}
