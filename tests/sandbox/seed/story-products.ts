/** Products that the stories speak of. */
import { day, type Draft, type Presence } from './draft';
import { crmProduct, deskProduct, type ProductData } from './fields';

const products: readonly (readonly [Presence, number, ProductData])[] = [
  [
    'both',
    900,
    { name: 'Halden HX-200 analyser', code: 'HX-200', price: 12_800, category: 'Hardware' },
  ],
  ['both', 620, { name: 'Gateway G4', code: 'G4', price: 1_490, category: 'Hardware' }],
  ['both', 380, { name: 'Calibration licence', code: 'CAL-1Y', price: 640, category: 'Software' }],
  ['desk', 300, { name: 'Label station', code: 'LS-4', price: 890, category: 'Hardware' }],
  ['crm', 75, { name: 'Audit log module', code: 'AUD', price: 3_200, category: 'Software' }],
];

export function storyProducts(now: number): Draft[] {
  return products.map(([on, age, data]) => ({
    key: data.code,
    on,
    at: now - age * day,
    desk: deskProduct(data),
    crm: crmProduct(data),
    account: null,
  }));
}
