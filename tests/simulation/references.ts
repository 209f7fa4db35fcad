/** CRM's unique fields for the id of the Desk record, in schedules that have them. */
import type { Kind } from '../../sync/types';
import type { SyncConfig } from '../../sync/types/settings';
import { metadataOf } from '../sandbox/crm/metadata';
import { kindList, modules } from './fields';
import type { Services } from './services';

/** As the product's own set-up names them. */
export const referenceFields: Readonly<Record<Kind, string>> = {
  account: 'Desk_Account_ID',
  contact: 'Desk_Contact_ID',
  product: 'Desk_Product_ID',
};

/** Makes the fields in CRM; what of the settings names them. */
export function withReferences({ crm, sandboxes }: Services): Pick<SyncConfig, 'references'> {
  for (const kind of kindList) {
    const apiName = referenceFields[kind];
    metadataOf(crm)
      .modules.get(modules[kind].crm)
      ?.fields.set(apiName, {
        id: sandboxes.crm.world.nextId(),
        apiName,
        label: apiName.replaceAll('_', ' '),
        type: 'text',
        length: 50,
        custom: true,
        mandatory: false,
        readOnly: false,
        unique: { caseSensitive: false },
        external: null,
        values: null,
        lookup: null,
        access: new Map(),
        createdAt: 0,
      });
  }
  return { references: referenceFields };
}
