/** The tickets that tell stories, in the order of their numbers. */
import type { RequestStory } from './request';

const hour = 60;
const day = 24 * hour;
const technical = 'Technical support';

export const requestStories: readonly RequestStory[] = [
  {
    number: 48_188,
    contact: 'soren',
    subject: 'Instrument 12 reports values twice since the firmware update',
    department: technical,
    owner: 'Kwame',
    priority: 'High',
    due: -2 * hour,
    said: [
      [
        null,
        9 * hour,
        'Hi, since we installed firmware 4.2 on instrument 12 every value arrives twice in the archive, two seconds apart.\n\nThe other eleven are fine. We can roll back tonight if you say so.',
      ],
      [
        'Kwame',
        8 * hour,
        'Thank you, Søren. Please keep 4.2 for now and send me the log of the last hour, then I can see which side repeats the value.',
      ],
    ],
  },
  {
    number: 48_190,
    contact: 'emilie',
    subject: 'Cannot export calibration certificates as PDF/A',
    department: technical,
    owner: 'Kwame',
    priority: 'High',
    due: -25,
    said: [
      [
        null,
        8 * hour,
        'Bonjour, the export offers PDF only, and our archive refuses it. PDF/A was there before the update.',
      ],
    ],
  },
  {
    number: 48_192,
    contact: null,
    email: 'unknown@plant7.example',
    subject: 'Production line stopped, sensor offline',
    department: technical,
    owner: null,
    priority: 'High',
    due: -3 * hour,
    said: [
      [
        null,
        7 * hour,
        'Line 2 stopped at 04:50. Sensor S-114 shows offline and does not come back. Please call the shift lead.',
      ],
    ],
  },
  {
    number: 48_194,
    contact: 'hanh',
    subject: 'Trial licence ended during the evaluation',
    department: technical,
    owner: 'Tomasz',
    priority: 'High',
    due: -day,
    said: [
      [
        null,
        30 * hour,
        'Our trial ended yesterday, but the evaluation runs until the end of the month. Can you extend it?',
      ],
    ],
  },
  {
    number: 48_196,
    contact: 'joao',
    subject: 'Please add two users to the Porto site',
    department: technical,
    owner: null,
    priority: 'Low',
    due: 21 * hour,
    said: [
      [
        null,
        6 * hour,
        'Good afternoon, please add Marta Leal and Rui Brito to the Porto site with the role Operator.',
      ],
    ],
  },
  {
    number: 48_198,
    contact: 'maximiliane',
    subject: 'Export stops at row 65,536',
    department: technical,
    owner: 'Kwame',
    priority: 'Low',
    due: 2 * day,
    said: [
      [
        null,
        26 * hour,
        'The CSV export of measurement series stops at row 65,536. We need all 212 series for the audit.',
      ],
    ],
  },
  {
    number: 48_201,
    contact: 'krzysztof',
    subject: 'Wrong time zone on printed labels',
    department: technical,
    owner: 'Tomasz',
    priority: 'Medium',
    due: 4 * hour,
    said: [
      [null, 5 * hour, 'Labels printed in Płock show UTC. The station itself has the right time.'],
    ],
  },
  {
    number: 48_203,
    contact: 'aarav',
    subject: 'Do you support barcode format GS1 DataMatrix?',
    department: 'Sales support',
    owner: null,
    priority: 'Low',
    due: 23 * hour,
    said: [
      [
        null,
        5 * hour,
        'Hello, we are looking at the label station. Does it print GS1 DataMatrix, and from which fields?',
      ],
    ],
  },
  {
    number: 48_205,
    contact: 'marcantoine',
    subject: 'Question about data residency in Québec',
    department: 'Sales support',
    owner: 'Tomasz',
    priority: 'Low',
    due: 4 * day,
    said: [
      [
        null,
        5 * hour,
        'Before we sign: in which country are the measurements of the Québec site stored?',
      ],
    ],
  },
  {
    number: 48_207,
    contact: 'chidinma',
    subject: 'Invoices show the old company address',
    department: 'Billing',
    owner: 'Kwame',
    priority: 'Low',
    due: 3 * hour,
    said: [
      [
        null,
        182,
        'Hello, our registered office moved to Apapa in January, but the February invoice still shows the Ikeja address.\n\nPlease correct it before the next run. The new certificate is attached.',
      ],
    ],
  },
  {
    number: 48_208,
    contact: 'leilani',
    subject: 'Feedback on the new dashboard',
    department: technical,
    owner: 'Aiko',
    priority: 'Low',
    due: null,
    said: [[null, 175, 'The new dashboard is quick. I miss the weekly view, though.']],
  },
  {
    number: 48_210,
    contact: 'zsofia',
    subject: 'Which ports does the gateway need?',
    department: technical,
    owner: 'Tomasz',
    priority: 'Medium',
    due: 5 * hour + 30,
    said: [
      [
        null,
        160,
        'Our firewall team asks for a list of ports and addresses for the gateway. Is there one?',
      ],
    ],
  },
  {
    number: 48_213,
    contact: 'ada',
    subject: 'SAML sign-in fails after certificate rotation',
    department: technical,
    owner: 'Kwame',
    priority: 'High',
    due: 40,
    said: [
      [
        null,
        106,
        'Good morning, since 08:00 today nobody at our Göteborg plant can sign in with SAML. We rotated the signing certificate last night as planned.\n\nThe error page says “signature validation failed”. About 240 people are affected.',
      ],
      [
        'Kwame',
        98,
        'Hello Ada, thank you for the details. Could your identity team upload the new metadata file under Single sign-on, or send it here?',
      ],
      [
        null,
        89,
        'They are on it. I will confirm as soon as it is done. While we speak: is there news on the audit log export? Our auditors asked again.',
      ],
    ],
  },
  {
    number: 48_215,
    contact: 'siobhan',
    subject: 'Password reset mail does not arrive',
    department: technical,
    owner: 'Aiko',
    priority: 'High',
    due: 55,
    said: [
      [
        null,
        95,
        'Three of us asked for a new password this morning and no mail came, not in spam either.',
      ],
    ],
  },
  {
    number: 48_217,
    contact: 'mehmet',
    subject: 'Partnership inquiry',
    department: 'Sales support',
    owner: null,
    priority: 'Low',
    due: day + 3 * hour,
    said: [
      [
        null,
        88,
        'We sell and service measuring instruments in Anatolia and would like to talk about a partnership.',
      ],
    ],
  },
  {
    number: 48_219,
    contact: 'keiko',
    subject: 'Quotation for twelve calibration licences',
    department: 'Sales support',
    owner: 'Aiko',
    priority: 'Medium',
    due: 21 * hour,
    said: [
      [
        null,
        80,
        'Dear support team, we are preparing the budget for the next fiscal year and need a quotation for twelve calibration licences.\n\nCould someone call me at +81 3 5550 1187, Tokyo time?',
      ],
    ],
  },
  {
    number: 48_222,
    contact: 'noreply',
    subject: 'Re: Re: Fwd: Your order 20931',
    department: technical,
    owner: null,
    priority: 'Low',
    due: null,
    said: [
      [
        null,
        60,
        'This is an automatic message. Your order 20931 has been dispatched. Do not reply to this address.',
      ],
    ],
  },
  {
    number: 48_225,
    contact: 'abdulrahman',
    subject: 'تعذّر طباعة ملصقات العينات من المحطة 4',
    department: technical,
    owner: 'سارة',
    priority: 'High',
    due: 2 * hour,
    said: [
      [
        null,
        46,
        'صباح الخير، لا تستطيع المحطة 4 طباعة ملصقات العينات منذ تحديث الأمس. بقية المحطات تعمل كالمعتاد.\n\nهل يمكن معالجة الأمر قبل وردية الثانية ظهرًا؟',
      ],
      ['سارة', 40, 'صباح النور أستاذ عبد الرحمن، نعمل على ذلك الآن وسنوافيكم بالنتيجة.'],
    ],
  },
];
