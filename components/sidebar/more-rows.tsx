import { i18n } from '#i18n';

interface MoreRowsProps {
  /** All rows are shown. */
  all: boolean;
  onAll(all: boolean): void;
  /** What there is beside those shown first. */
  label: string;
}

/** Unfolds the rest of a list, and folds it again. */
export function MoreRows({ all, onAll, label }: MoreRowsProps) {
  return (
    <div class="sec-b">
      <button class="link" type="button" data-row aria-expanded={all} onClick={() => onAll(!all)}>
        {all ? i18n.t('showFewer') : label}
      </button>
    </div>
  );
}
