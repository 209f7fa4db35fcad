/** The deals of the demonstration's customers. */

export const negotiation = 'Negotiation/Review';
export const proposal = 'Proposal/Price Quote';
export const qualification = 'Qualification';
export const won = 'Closed Won';
export const lost = 'Closed Lost';

/** Contact, name, amount, currency, stage, days until it closes (negative: ago). */
export type DealStory = readonly [
  contact: string,
  name: string,
  amount: number,
  currency: string,
  stage: string,
  closes: number,
];

export const dealStories: readonly DealStory[] = [
  ['ada', 'Göteborg cold store sensors', 7_600, 'EUR', lost, -620],
  ['ada', 'Renewal 25', 12_000, 'EUR', won, -374],
  ['ada', 'Extended warranty', 2_100, 'EUR', lost, -190],
  ['ada', 'Renewal 26', 12_400, 'EUR', negotiation, 9],
  ['ada', 'Lab floor 3 expansion', 45_500, 'EUR', proposal, 49],
  ['ada', 'Stockholm pilot, phase two', 310_000, 'SEK', qualification, -12],
  ['ada', 'Audit log module', 3_200, 'EUR', qualification, 82],
  ['soren', 'Fleet contract', 96_000, 'EUR', won, -118],
  ['soren', 'Bergen spare parts', 48_000, 'EUR', proposal, 24],
  ['emilie', 'Pilot', 14_500, 'CAD', won, -38],
  ['emilie', 'Second site', 9_200, 'CAD', qualification, 60],
  ['chidinma', 'Depot rollout', 11_000_000, 'NGN', won, -62],
  ['chidinma', 'Apapa cold chain', 6_100_000, 'NGN', negotiation, 17],
  ['chidinma', 'Driver tablets', 2_300_000, 'NGN', qualification, 70],
  ['joao', 'Porto site', 27_000, 'EUR', won, -163],
  ['hanh', 'Evaluation', 36_500, 'USD', proposal, 21],
  ['abdulrahman', 'Riyadh lab', 42_000, 'EUR', negotiation, 9],
  ['zsofia', 'Gateway', 18_250, 'EUR', qualification, 40],
  ['marcantoine', 'Québec archive', 31_000, 'CAD', qualification, 35],
  ['marcantoine', 'Sample tracking', 28_000, 'CAD', proposal, 50],
  ['marcantoine', 'Training days', 15_000, 'CAD', qualification, 80],
  ['krzysztof', 'Płock labels', 5_400, 'EUR', lost, -90],
  [
    'maximiliane',
    'Rahmenvertrag Elektrizitätshauptbetriebswerk, Los 4b, Nachtrag 17',
    1_284_000_000,
    'JPY',
    negotiation,
    1,
  ],
  ['maximiliane', 'AA', 96_500.5, 'EUR', proposal, 9],
  ['maximiliane', '<img src=x onerror=alert(1)>', 42_000, 'CHF', qualification, -412],
];
