import { i18n } from '#i18n';
import type { Kind } from '../../sync/types';

interface KindFilterProps {
  label: string;
  /** In the order of their list. */
  kinds: readonly Kind[];
  /** Empty: of every kind. */
  value: Kind | '';
  onChoose(kind: Kind | ''): void;
}

/** Which kind of record a log shows. */
export function KindFilter({ label, kinds, value, onChoose }: KindFilterProps) {
  return (
    <select
      class="in flt"
      aria-label={label}
      value={value}
      onChange={({ currentTarget }) => onChoose(currentTarget.value as Kind | '')}
    >
      <option value="">{i18n.t('history.allKinds')}</option>
      {kinds.map((each) => (
        <option key={each} value={each}>
          {i18n.t(`kind.${each}`)}
        </option>
      ))}
    </select>
  );
}
