import type { FieldDirection, SyncConfig } from '../types/settings';
import type { Kind, Side } from '../types';

/** Whether records of this kind are written to that side at all. */
export function mayWrite(config: SyncConfig, kind: Kind, target: Side): boolean {
  const type = config.syncType[kind];
  if (type === 'displayOnly') return false;
  if (type === 'twoWay') return true;
  return target === (type === 'crmToDesk' ? 'desk' : 'crm');
}

/** Whether a field's direction lets it be written to that side. */
export function allows(direction: FieldDirection, target: Side): boolean {
  if (direction === 'both') return true;
  return direction === (target === 'desk' ? 'toDesk' : 'toCrm');
}
