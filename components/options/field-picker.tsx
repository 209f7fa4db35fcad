import { useState } from 'preact/hooks';
import { i18n } from '#i18n';
import type { FieldMeta } from '../../sync/types';
import { typeWords } from './field-words';

interface FieldPickerProps {
  label: string;
  value: FieldMeta | undefined;
  /** Compatible and free, and the present one. */
  fitting: () => readonly FieldMeta[];
  /** The rest, with the reason why not. */
  others: () => readonly (readonly [FieldMeta, string])[];
  onChoose: (name: string | null) => void;
}

/** CRM fields to choose from. The list is long and there are many: it is made when it is wanted. */
export function FieldPicker({ label, value, fitting, others, onChoose }: FieldPickerProps) {
  const [wanted, setWanted] = useState(false);
  const want = (): void => setWanted(true);
  const type = value && typeWords(value);
  return (
    <span
      class={value === undefined ? 'pick vacant' : 'pick'}
      style={type && { '--letters': type.length }}
    >
      <select
        class="in"
        aria-label={label}
        value={value?.name ?? ''}
        onFocus={want}
        onPointerDown={want}
        onChange={({ currentTarget }) => onChoose(currentTarget.value || null)}
      >
        <option value="">{i18n.t('mapping.choose')}</option>
        {!wanted && value !== undefined && (
          <option dir="auto" value={value.name}>
            {value.label}
          </option>
        )}
        {wanted && (
          <>
            {fitting().map((meta) => (
              <option key={meta.name} dir="auto" value={meta.name}>
                {meta.label}
                {meta.name !== value?.name && ` (${typeWords(meta)})`}
              </option>
            ))}
            <optgroup label={i18n.t('mapping.notFitting')}>
              {others().map(([meta, reason]) => (
                <option key={meta.name} dir="auto" value={meta.name} disabled>
                  {meta.label} ({reason})
                </option>
              ))}
            </optgroup>
          </>
        )}
      </select>
      {type && <span class="ty">{type}</span>}
    </span>
  );
}
