/** The form in which something is typed, as far as it is no matter of asking. */
import type { AdditionView, FormValues, FormView } from '../../sync/protocol/additions';
import type { AdditionKind, Problem } from '../../sync/types';

/** The form that is open; one at a time. */
export interface OpenForm {
  readonly kind: AdditionKind;
  readonly key: string;
  /** Null while CRM is asked for the layout. */
  readonly form: FormView | null;
  readonly values: FormValues;
  readonly problem: Problem | null;
  /** Asked for just now: it takes the focus. One that was left open does not. */
  readonly fresh: boolean;
}

/** With the fields of the layout: what was typed stands, else what a field begins with. */
export function filled(open: OpenForm, form: FormView): OpenForm {
  const initial = Object.fromEntries(
    form.fields.map((field) => [field.name, field.initial || nowFor(field)]),
  );
  return { ...open, form, values: { ...initial, ...open.values } };
}

/** Whether a row that left its draft holds all that stands in the form. */
export function isSentAs({ form, values }: OpenForm, row: AdditionView): boolean {
  return (
    form?.fields.every(({ name }) => (row.values[name] ?? '') === (values[name] ?? '')) === true
  );
}

/** A draft stands in its form, but for one that was refused while another form was open. */
export function listed(
  rows: readonly AdditionView[],
  open: OpenForm | null,
): readonly AdditionView[] {
  return rows.filter(
    ({ state, problem, key }) => state !== 'draft' || (problem !== null && key !== open?.key),
  );
}

/** A time that must be told is now, in the form a browser's own field takes. */
function nowFor({ type, mandatory }: FormView['fields'][number]): string {
  if (type !== 'datetime' || !mandatory) return '';
  const now = new Date();
  return new Date(now.getTime() - now.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}
