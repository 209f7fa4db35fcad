import { i18n } from '#i18n';
import type { FieldMeta } from '../../sync/types';
import { count } from '../ui/format';

/** "Text, 80", "Picklist, 6 · custom" */
export function typeWords({ type, maxLength, options, custom }: FieldMeta): string {
  const size = options?.length ?? (type === 'textarea' ? null : maxLength);
  const name = i18n.t(`fieldType.${type}`);
  const sized = size === null ? name : `${name}, ${count(size)}`;
  return custom ? i18n.t('mapping.custom', { type: sized }) : sized;
}
