/** Records in the three forms Desk returns them: list item, full record, search result (contract 3.3-3.6). */
import type { DeskOrg, World } from '../world';
import type { RecordState } from '../table';
import { mappingsOf } from './associations';
import { fieldsOf } from './fields';
import { layoutOf } from './org';
import type { Row } from './replica';
import { accountOf, agentOf, customValues, isoTime, ownerOf, picked } from './shape-parts';
import { fullTicket, ticketItem } from './ticket-shapes';
import { webUrl } from './web-url';

/** A stored record, or what an index knows of one. */
export type Shown = Row & { readonly state?: RecordState };
type Shape = Record<string, unknown>;

function happiness(row: Row): unknown {
  return (
    row.fields['customerHappiness'] ?? {
      badPercentage: '0',
      okPercentage: '0',
      goodPercentage: '0',
    }
  );
}

const contactNames = [
  'firstName',
  'lastName',
  'email',
  'secondaryEmail',
  'phone',
  'mobile',
  'type',
  'ownerId',
  'accountId',
];
const contactDetails = [
  'title',
  'street',
  'city',
  'state',
  'zip',
  'country',
  'twitter',
  'facebook',
  'description',
];
const accountNames = ['accountName', 'email', 'phone', 'website'];
const accountDetails = [
  'fax',
  'industry',
  'annualrevenue',
  'street',
  'city',
  'state',
  'country',
  'code',
  'description',
  'ownerId',
];
const productNames = ['productName', 'productCode', 'unitPrice'];
const productDetails = ['description', 'ownerId', 'productCategory', 'manufacturer'];

function contactItem(org: DeskOrg, row: Row): Shape {
  return Object.assign(picked(row, contactNames, { id: row.id }), {
    accountCount: String(mappingsOf(org, 'contactId', row.id).length),
    photoURL: row.fields['photoURL'] ?? null,
    webUrl: webUrl(org, 'contacts', row.id),
    createdTime: isoTime(row.createdAt),
    isEndUser: row.fields['isEndUser'] ?? false,
    isAnonymous: row.fields['isAnonymous'] ?? false,
    isSpam: row.fields['isSpam'] ?? false,
    customerHappiness: happiness(row),
    zohoCRMContact: row.fields['zohoCRMContact'] ?? null,
  });
}

function accountItem(org: DeskOrg, row: Row): Shape {
  return Object.assign(picked(row, accountNames, { id: row.id }), {
    webUrl: webUrl(org, 'accounts', row.id),
    createdTime: isoTime(row.createdAt),
    zohoCRMAccount: row.fields['zohoCRMAccount'] ?? null,
    customerHappiness: happiness(row),
  });
}

function productItem(row: Row): Shape {
  return Object.assign(picked(row, productNames, { id: row.id }), {
    departmentIds: row.fields['departmentIds'] ?? [],
  });
}

/** The short form of lists: no modifiedTime, no address, no `cf` (contract section 0, fact 3). */
export function listItem(world: World, org: DeskOrg, module: string, row: Row): Shape {
  if (module === 'contacts') return contactItem(org, row);
  if (module === 'accounts') return accountItem(org, row);
  if (module === 'products') return productItem(row);
  if (module === 'tickets') return ticketItem(org, row);
  return fullItem(world, org, module, row);
}

function layoutDetails(org: DeskOrg, module: string): Shape {
  const layout = layoutOf(org, module);
  return { layoutId: layout?.id ?? null, layoutDetails: layout };
}

function state(row: Shown): Shape {
  const trashed = row.state !== undefined && row.state !== 'live';
  return { isDeleted: false, isTrashed: trashed, isFollowing: false };
}

/** The whole record as get, create and update return it (contract 3.3-3.5, 3.8). */
export function fullItem(world: World, org: DeskOrg, module: string, row: Shown): Shape {
  const modifiedTime = isoTime(row.modifiedAt);
  if (module === 'contacts') {
    return Object.assign(
      picked(row, contactDetails, contactItem(org, row)),
      customValues(org, module, row),
      { modifiedTime },
      state(row),
      layoutDetails(org, module),
    );
  }
  if (module === 'accounts') {
    return Object.assign(
      picked(row, accountDetails, accountItem(org, row)),
      customValues(org, module, row),
      { associatedSLAIds: row.fields['associatedSLAIds'] ?? [], modifiedTime },
      state(row),
      layoutDetails(org, module),
    );
  }
  const authors = {
    createdTime: isoTime(row.createdAt),
    modifiedTime,
    createdBy: agentOf(org, row.createdBy)?.id ?? null,
    modifiedBy: agentOf(org, row.modifiedBy)?.id ?? null,
  };
  if (module === 'products') {
    return Object.assign(
      picked(row, productDetails, productItem(row)),
      customValues(org, module, row),
      authors,
      // Products have no isTrashed; a trashed one, if shown at all, says isDeleted.
      { isDeleted: state(row)['isTrashed'] },
      layoutDetails(org, module),
    );
  }
  if (module === 'tickets')
    return {
      ...fullTicket(world, org, row),
      ...authors,
      ...state(row),
      ...layoutDetails(org, module),
    };
  return {
    id: row.id,
    ...picked(
      row,
      fieldsOf(org, module).flatMap((field) => (field.custom ? [] : [field.apiName])),
    ),
    webUrl: webUrl(org, module, row.id),
    ...authors,
    ...customValues(org, module, row),
    ...layoutDetails(org, module),
    modifiedBy: ownerOf(world, org, authors.modifiedBy, true),
    creatorId: authors.createdBy,
    statusType: row.fields['status'] === 'Completed' ? 'Closed' : 'Open',
    completedTime: row.fields['completedTime'] ?? null,
    isCommented: false,
    isSpam: row.fields['isSpam'] ?? false,
    isTrashed: state(row)['isTrashed'],
  };
}

/** A search result: fuller than a list item; accounts without zohoCRMAccount (contract 3.6). */
export function searchItem(world: World, org: DeskOrg, module: string, row: Row): Shape {
  const times = { createdTime: isoTime(row.createdAt), modifiedTime: isoTime(row.modifiedAt) };
  const layoutId = layoutOf(org, module)?.id ?? null;
  if (module === 'contacts') {
    const own = picked(row, contactDetails, picked(row, contactNames, { id: row.id }));
    return Object.assign(own, customValues(org, module, row), times, {
      layoutId,
      photoURL: row.fields['photoURL'] ?? null,
      webUrl: webUrl(org, module, row.id),
      isEndUser: row.fields['isEndUser'] ?? false,
      customerHappiness: happiness(row),
      zohoCRMContact: row.fields['zohoCRMContact'] ?? null,
      owner: ownerOf(world, org, row.fields['ownerId'], true),
      account: accountOf(org, row.fields['accountId']),
    });
  }
  if (module === 'accounts') {
    const own = picked(row, accountDetails, picked(row, accountNames, { id: row.id }));
    return Object.assign(own, customValues(org, module, row), times, {
      layoutId,
      webUrl: webUrl(org, module, row.id),
      owner: ownerOf(world, org, row.fields['ownerId'], true),
    });
  }
  return fullItem(world, org, module, row);
}
