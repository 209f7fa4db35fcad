/** A field of either side as its metadata tells it; plain text unless told otherwise. */
import type { FieldMeta } from '../../sync/types';

export const meta = (name: string, rest: Partial<FieldMeta> = {}): FieldMeta => ({
  name,
  label: name,
  type: 'text',
  custom: false,
  mandatory: false,
  readOnly: false,
  unique: false,
  maxLength: null,
  options: null,
  lookup: null,
  ...rest,
});
