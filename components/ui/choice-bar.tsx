import { count } from './format';

export interface Choice<T> {
  readonly value: T;
  readonly label: string;
  readonly count?: number | undefined;
}

interface ChoiceBarProps<T> {
  label: string;
  choices: readonly Choice<T>[];
  value: T;
  onChoose: (value: T) => void;
}

/** One of a few, all in sight. */
export function ChoiceBar<T extends string | null>({
  label,
  choices,
  value,
  onChoose,
}: ChoiceBarProps<T>) {
  return (
    <fieldset class="seg">
      <legend class="vh">{label}</legend>
      {choices.map((choice) => (
        <button
          key={choice.value ?? ''}
          type="button"
          aria-pressed={choice.value === value}
          onClick={() => onChoose(choice.value)}
        >
          {choice.label}
          {choice.count !== undefined && <span class="c">{count(choice.count)}</span>}
        </button>
      ))}
    </fieldset>
  );
}
