import { without, type Defence } from './defence';

/** What people see and take along. */
export const shown: readonly Defence[] = [
  without(
    'a link runs a script',
    'components/ui/safe-href.ts',
    'if (url === null || !allowed.has(url.protocol)) return null;',
    'if (url === null) return null;',
    'unit/components/safe-href',
  ),
  without(
    'one site looks like another',
    'components/ui/safe-href.ts',
    "if (url.username !== '' || url.password !== '') return null;",
    '',
    'unit/components/safe-href',
  ),
  without(
    'the sidebar makes links of any address',
    'components/ui/external-link.tsx',
    'to === null ? null : safeHref(to);',
    'to;',
    'unit/components/sidebar',
  ),
  without(
    'one customer is seen beside the next ticket',
    'sync/browser/desk-page/frames/veil.ts',
    '      frame.setSeen(false);',
    '',
    'unit/components/veil',
  ),
  without(
    'a name turns the text around it',
    'components/sidebar/header.tsx',
    '<bdi>{name}</bdi>',
    '{name}',
    'unit/components/isolation',
  ),
  without(
    'a spreadsheet runs a formula',
    'sync/core/csv.ts',
    'opening.test(text) || formula.test(text)',
    'opening.test(text)',
    'unit/core/csv',
  ),
  without(
    'a spreadsheet splits a cell by its first character',
    'sync/core/csv.ts',
    'opening.test(text) || formula.test(text)',
    'formula.test(text)',
    'unit/core/csv',
  ),
  without(
    'a quotation mark ends a cell',
    'sync/core/csv.ts',
    "guarded.replaceAll('\"', '\"\"')",
    'guarded',
    'unit/core/csv',
  ),
  without(
    'an export shows text in another order than it has',
    'sync/core/csv.ts',
    "value.replace(hidden, '')",
    'value',
    'unit/core/csv',
  ),
];

/** Texts between people, and settings. */
export const texts: readonly Defence[] = [
  without(
    'a text that lost a part is taken',
    'sync/core/envelope.ts',
    "if (digest(body) !== sum) return { state: 'incomplete' };",
    '',
    'property/envelope',
  ),
  without(
    'a text of any length is decoded',
    'sync/core/envelope.ts',
    "if (text.length > longest) return { state: 'other' };",
    '',
    'property/envelope',
  ),
  without(
    'a text may say more than it should',
    'sync/storage/access-shape.ts',
    'const joinShape = v.strictObject({',
    'const joinShape = v.object({',
    'unit/engine/access',
  ),
  without(
    'published settings are used mixed',
    'sync/core/publication.ts',
    'value === undefined || !value.startsWith(begin) || !value.endsWith(closing)',
    'value === undefined',
    'unit/engine/publication',
  ),
  without(
    'published settings are used changed',
    'sync/core/publication.ts',
    'return digest(text) === head.digest ?',
    'return digest(text) !== "" ?',
    'unit/engine/publication',
  ),
  without(
    'a head leads to parts without end',
    'sync/core/publication.ts',
    '|| parts < 1 || parts > mostParts',
    '',
    'unit/engine/publication',
  ),
  without(
    'an approval opens for another request',
    'sync/storage/seal-box.ts',
    'tandem sealed approval 1 ${context}',
    'tandem sealed approval 1',
    'contract/seal-box',
  ),
  without(
    'the key of a request can be taken out of the browser',
    'sync/storage/seal-box.ts',
    "crypto.subtle.generateKey(curve, false, [\n        'deriveBits',",
    "crypto.subtle.generateKey(curve, true, [\n        'deriveBits',",
    'contract/seal-box',
  ),
  without(
    'the check number leaves out the key',
    'sync/engine/request-access.ts',
    'seal.fingerprint(`${id} ${publicKey}`)',
    'seal.fingerprint(id)',
    'unit/engine/access',
  ),
];
