/** `npm run bench`: figures of DESIGN section 6 that need no browser. The last line is JSON. */
import { parseArgs } from 'node:util';
import { creditFigures } from './credits';

const { values } = parseArgs({
  options: {
    /** Contacts a side. */
    records: { type: 'string', default: '1000' },
    /** Only the last line. */
    json: { type: 'boolean', default: false },
  },
});

const records = Number(values.records);
if (!Number.isInteger(records) || records < 20)
  throw new Error('--records takes a whole number from 20 on');

const { figures, lines } = await creditFigures(records);
if (!values.json)
  for (const { name, spent, minimum } of lines)
    console.log(`${name}: ${spent} credits, at least ${minimum}`);
console.log(JSON.stringify({ records, ...figures }));
