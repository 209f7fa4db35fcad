/** `npm run bench`: the figures of DESIGN section 6. The last line is JSON. */
import { readOptions, refuse, wholeNumber } from '../command-line';
import { agentFigures } from './agent';
import { creditFigures } from './credits';
import { firstSyncFigures } from './first-sync';
import { growthFigures } from './growth';
import { incrementalFigures } from './incremental';
import { latencyFigures } from './latency';
import { sizeFigures } from './sizes';

const parts = ['credits', 'first', 'latency', 'incremental', 'growth', 'agent', 'sizes'] as const;

const values = readOptions('npm run bench', {
  records: { type: 'string', default: '1000', says: 'contacts a side' },
  only: { type: 'string', default: parts.join(','), says: 'only these, with commas between them' },
  rounds: {
    type: 'string',
    default: '5',
    says: 'how often what is taken by the clock is measured',
  },
  json: { type: 'boolean', default: false, says: 'only the last line' },
});

const records = wholeNumber('records', values.records, 20);
const rounds = wholeNumber('rounds', values.rounds, 1);
const wanted = new Set(values.only.split(','));
for (const part of wanted)
  if (!(parts as readonly string[]).includes(part)) refuse(`--only takes ${parts.join(', ')}`);

const say = (text: string): void => {
  if (!values.json) console.log(text);
};

const found: Record<string, unknown> = { records };
if (wanted.has('credits')) {
  const { figures, lines } = await creditFigures(Math.min(records, 1000));
  for (const { name, spent, minimum } of lines)
    say(`${name}: ${spent} credits, at least ${minimum}`);
  Object.assign(found, figures);
}
if (wanted.has('first')) Object.assign(found, await firstSyncFigures(records, rounds));
if (wanted.has('latency')) Object.assign(found, await latencyFigures(records, rounds));
if (wanted.has('incremental')) Object.assign(found, await incrementalFigures(records, rounds));
if (wanted.has('growth')) Object.assign(found, await growthFigures(records, rounds));
// An agent's waits are short, and told by their 95th percentile.
if (wanted.has('agent')) Object.assign(found, await agentFigures(8 * rounds));
if (wanted.has('sizes')) Object.assign(found, sizeFigures());
console.log(JSON.stringify(found));
