/** Deals, activities, notes and leads of the demonstration's customers. */
import { createRecord } from '../crm/records';
import { tableOf, type World } from '../world';
import type { Cast } from './cast';
import {
  type DealStory,
  dealStories,
  lost,
  negotiation,
  proposal,
  qualification,
  won,
} from './deal-stories';
import { day, type Fields, pick } from './draft';

/** Deals that only make a long list, where there is room for one. */
const longList = 209;

const notes: readonly (readonly [author: string, daysAgo: number, text: string])[] = [
  ['Marta', 160, 'Budget holder is the plant director, Ada prepares the decision.'],
  ['Kwame', 118, 'Prefers calls before ten. Never on Fridays.'],
  ['Marta', 75, 'Asked for a reference in food production. Sent two.'],
  ['Ingrid', 41, 'Lab floor 3 waits for the building permit.'],
  [
    'Tomasz',
    21,
    'Moved from three plants to one tenant. SSO is with their identity team in Göteborg, not with Ada.',
  ],
  [
    'Marta',
    3,
    'Wants the audit log before renewal. If it slips past April she has to tender again, so keep product in the loop.',
  ],
];

function dateOf(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}

/** A wall-clock time of this day in the company's zone. */
function clockToday(now: number, timeZone: string, hour: number, minute: number): number {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    hour: 'numeric',
    minute: 'numeric',
    hour12: false,
  });
  const parts = format.formatToParts(now);
  const part = (type: string): number =>
    Number(parts.find((one) => one.type === type)?.value ?? 0) % 24;
  const at = now + ((hour - part('hour')) * 60 + minute - part('minute')) * 60_000;
  return at - (at % 60_000);
}

type Create = (module: string, fields: Fields, first: string, at: number) => string;

function adaActivities(
  create: Create,
  now: number,
  timeZone: string,
  contact: string,
  renewal: string | undefined,
): void {
  const who = { Who_Id: { id: contact } };
  const about =
    renewal === undefined ? who : { ...who, What_Id: { id: renewal }, $se_module: 'Deals' };
  const half = 30 * 60_000;
  // Later today, also for someone who looks in the evening.
  const call = Math.max(clockToday(now, timeZone, 14, 30), Math.ceil((now + 1) / half) * half);
  const workshop = clockToday(now, timeZone, 10, 0) + 5 * day;
  create(
    'Tasks',
    {
      ...about,
      Subject: 'Send quote for audit module',
      Due_Date: dateOf(now - 2 * day),
      Status: 'Not Started',
      Priority: 'High',
    },
    'Marta',
    now - 6 * day,
  );
  create(
    'Calls',
    {
      ...about,
      Subject: 'Check-in call',
      Call_Type: 'Outbound',
      Outgoing_Call_Status: 'Scheduled',
      Call_Start_Time: new Date(call).toISOString(),
    },
    'Marta',
    now - 4 * day,
  );
  create(
    'Events',
    {
      ...about,
      Event_Title: 'Renewal workshop',
      Start_DateTime: new Date(workshop).toISOString(),
      End_DateTime: new Date(workshop + 7_200_000).toISOString(),
    },
    'Marta',
    now - 3 * day,
  );
}

export interface Sold {
  /** Contact keys of the bulk whose tickets need a customer, and those who need an open deal only. */
  readonly customers: readonly string[];
  readonly prospects: readonly string[];
  /** Other contacts that some deals are spread over. */
  readonly others: readonly string[];
}

/** Amounts of the bulk customers' open deals; with the stories they make a round board. */
const openAmounts = [8_400, 6_200, 5_900, 5_300, 4_700, 3_900, 2_600, 1_400, 800];
const dealNames = [
  'Renewal',
  'Expansion',
  'Service contract',
  'Second line',
  'Upgrade',
  'Calibration plan',
  'Pilot',
];

export function createSales(
  world: World,
  cast: Cast,
  contacts: ReadonlyMap<string, string>,
  sold: Sold,
): void {
  const { crm } = cast;
  const now = world.clock.now();
  const create: Create = (module, fields, first, at) =>
    createRecord(world, crm, module, fields, { zuid: cast.person(first).zuid, via: 'person' }, at)
      .id;
  const accountOf = (contact: string): Fields => {
    const account = tableOf(crm, 'Contacts').get(contact)?.fields['Account_Name'];
    return account === undefined || account === null ? {} : { Account_Name: account };
  };
  const deal = (
    [key, name, amount, currency, stage, closes]: DealStory,
    seller: string,
  ): string | undefined => {
    const contact = contacts.get(key);
    if (contact === undefined) return undefined;
    const at = now - day * Math.max(3, Math.min(700, 60 - Math.min(0, closes)));
    return create(
      'Deals',
      {
        Deal_Name: name,
        Stage: stage,
        Amount: amount,
        Currency: currency,
        Closing_Date: dateOf(now + closes * day),
        Contact_Name: { id: contact },
        ...accountOf(contact),
      },
      seller,
      at,
    );
  };
  const made = new Map(dealStories.map((story) => [story[1], deal(story, 'Marta')]));
  if (contacts.size >= 150) {
    for (let n = 1; n <= longList; n += 1)
      deal(
        ['maximiliane', `Los ${n}, Nachtrag`, 0, 'EUR', qualification, 30 + (n % 300)],
        'Tomasz',
      );
  }
  const ada = contacts.get('ada');
  if (ada !== undefined) {
    adaActivities(create, now, crm.timeZone, ada, made.get('Renewal 26'));
    for (const [author, ago, text] of notes) {
      create(
        'Notes',
        { Note_Content: text, Parent_Id: { id: ada, module: { api_name: 'Contacts' } } },
        author,
        now - ago * day,
      );
    }
  }
  if (contacts.size === 0) return;
  create(
    'Leads',
    {
      First_Name: 'आरव',
      Last_Name: 'मेहता',
      Email: 'aarav@mehta-labs.example',
      Company: 'Mehta Labs',
      Lead_Status: 'Not Contacted',
    },
    'Marta',
    now - 15 * day,
  );
  createBulkDeals(world, deal, sold);
}

function createBulkDeals(
  world: World,
  deal: (story: DealStory, seller: string) => unknown,
  sold: Sold,
): void {
  const { random } = world;
  const name = (): string => `${pick(random, dealNames)} ${100 + Math.floor(random() * 900)}`;
  const seller = (): string => pick(random, ['Marta', 'Tomasz', 'Luca']);
  sold.customers.forEach((key, index) => {
    deal(
      [
        key,
        name(),
        1_000 + Math.floor(random() * 60) * 500,
        'EUR',
        won,
        -20 - Math.floor(random() * 400),
      ],
      seller(),
    );
    deal(
      [
        key,
        name(),
        openAmounts[index % openAmounts.length] ?? 0,
        'EUR',
        proposal,
        5 + Math.floor(random() * 90),
      ],
      seller(),
    );
  });
  for (const key of sold.prospects)
    deal([key, name(), 0, 'EUR', qualification, 5 + Math.floor(random() * 90)], seller());
  for (const key of sold.others) {
    const stage = pick(random, [
      qualification,
      'Needs Analysis',
      proposal,
      negotiation,
      won,
      won,
      lost,
    ]);
    const closed = stage === won || stage === lost;
    const closes = closed ? -Math.ceil(random() * 500) : Math.ceil(random() * 120) - 15;
    deal(
      [
        key,
        name(),
        500 + Math.floor(random() * 200) * 250,
        pick(random, ['EUR', 'EUR', 'EUR', 'USD', 'GBP']),
        stage,
        closes,
      ],
      seller(),
    );
  }
}
