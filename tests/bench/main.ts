/** `npm run bench`: the figures of DESIGN section 6. The last line is JSON. */
import { parseArgs } from 'node:util';
import { agentFigures } from './agent';
import { creditFigures } from './credits';
import { firstSyncFigures } from './first-sync';
import { growthFigures } from './growth';
import { incrementalFigures } from './incremental';
import { latencyFigures } from './latency';
import { sizeFigures } from './sizes';

const parts = ['credits', 'first', 'latency', 'incremental', 'growth', 'agent', 'sizes'] as const;

const { values } = parseArgs({
  options: {
    /** Contacts a side. */
    records: { type: 'string', default: '1000' },
    /** Only these, with commas between them. */
    only: { type: 'string', default: parts.join(',') },
    /** How often what is taken by the clock is measured. */
    rounds: { type: 'string', default: '5' },
    /** Only the last line. */
    json: { type: 'boolean', default: false },
  },
});

function whole(name: string, text: string, least: number): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < least)
    throw new Error(`--${name} takes a whole number from ${least} on`);
  return value;
}

const records = whole('records', values.records, 20);
const rounds = whole('rounds', values.rounds, 1);
const wanted = new Set(values.only.split(','));
for (const part of wanted)
  if (!(parts as readonly string[]).includes(part))
    throw new Error(`--only takes ${parts.join(', ')}`);

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
