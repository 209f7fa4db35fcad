import { useState } from 'preact/hooks';
import { i18n } from '#i18n';
import type { MappingLineView } from '../../sync/protocol/administration';
import type { FieldMeta } from '../../sync/types';
import { Dialog } from '../ui/dialog';

interface ValuePairsProps {
  desk: FieldMeta;
  crm: FieldMeta;
  line: MappingLineView;
  onDone: (values: readonly (readonly [string, string])[]) => void;
  onClose: () => void;
}

/** Stands for "leave empty" in a choice; no service has an option of that name. */
const nothing = '\u0000';

/** Which Desk value goes with which CRM value, where they differ by name. */
export function ValuePairs({ desk, crm, line, onDone, onClose }: ValuePairsProps) {
  const [values, setValues] = useState(
    () =>
      new Map(
        (line.values ?? [])
          .filter(([, ofCrm]) => ofCrm !== '')
          .map(([ofDesk, ofCrm]) => [ofCrm, ofDesk === '' ? nothing : ofDesk]),
      ),
  );
  // Desk's values that are left empty in CRM.
  const left = (line.values ?? []).filter(([, ofCrm]) => ofCrm === '');
  const options = desk.options ?? [];
  const equal = (value: string): boolean =>
    options.some((option) => option.toLowerCase() === value.toLowerCase());
  const shown = (crm.options ?? []).filter((value) => !equal(value) || values.has(value));
  return (
    <Dialog title={i18n.t('mapping.valuesOf', { field: desk.label })} onClose={onClose}>
      <p class="muted">{i18n.t('mapping.valuesLead')}</p>
      <div class="pairs">
        {shown.map((value) => (
          <label class="fld" key={value}>
            <span>
              {i18n.t('side.crm')}: <bdi>{value}</bdi>
            </span>
            <select
              class="in"
              value={values.get(value) ?? ''}
              onChange={({ currentTarget }) => {
                const next = new Map(values);
                if (currentTarget.value === '') next.delete(value);
                else next.set(value, currentTarget.value);
                setValues(next);
              }}
            >
              <option value="">{i18n.t('mapping.noPair')}</option>
              {line.direction === 'toDesk' && (
                <option value={nothing}>{i18n.t('mapping.nothing')}</option>
              )}
              {options.map((option) => (
                <option key={option} value={option}>
                  {option}
                </option>
              ))}
            </select>
          </label>
        ))}
      </div>
      <form method="dialog" class="dlg-acts">
        <button class="btn">{i18n.t('cancel')}</button>
        <button
          class="btn primary"
          type="button"
          onClick={() =>
            onDone([
              ...left,
              ...[...values].map(
                ([ofCrm, ofDesk]) => [ofDesk === nothing ? '' : ofDesk, ofCrm] as const,
              ),
            ])
          }
        >
          {i18n.t('mapping.takeOver')}
        </button>
      </form>
    </Dialog>
  );
}
