/** `npm run simulate`: plays schedules and says what held. */
import { parseArgs } from 'node:util';
import { buildEngine, importEngine } from './loader';
import { playSchedule } from './schedule';
import { smallPages } from './small-pages';

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '100' },
    seed: { type: 'string', default: '1' },
    profile: { type: 'string', default: 'standard' },
    mutant: { type: 'string' },
    json: { type: 'boolean', default: false },
    story: { type: 'boolean', default: false },
  },
});
const engine = await importEngine(await buildEngine(smallPages));
const start = performance.now();
const sum = { steps: 0, crashes: 0, edits: 0, faults: 0, calls: 0, unpreventable: 0 };
let violations = 0;
const runs = Number(values.runs);
const tally = new Map<string, number>();
for (let n = 0; n < runs; n += 1) {
  const seed = String(Number(values.seed) + n);
  const verdict = await playSchedule(engine, values.profile as 'standard', seed, {
    deletes: process.env['DELETES'] === '1',
    merges: process.env['MERGES'] === '1',
  });
  for (const key of Object.keys(sum) as (keyof typeof sum)[]) sum[key] += verdict[key];
  if (verdict.violations.length > 0) {
    violations += 1;
    for (const one of new Set(verdict.violations.map((v) => v.property))) tally.set(one, (tally.get(one) ?? 0) + 1);
    if (violations < 6) console.log(seed, verdict.violations.slice(0, 4));
  }
  if (values.story) { console.log(verdict.story.join('\n')); console.log(verdict.trace); }
  if (values.story) for (const e of verdict.events) console.log(e.order, e.call, e.via, e.operation, e.side, e.kind, e.id.slice(-4), new Date(e.time).toISOString().slice(11), JSON.stringify(e.after && Object.fromEntries(Object.entries(e.after).filter(([k]) => /name|mail|title|desc|phone|code|price|rev|account/i.test(k)))));
  if (values.story) for (const c of verdict.callList) console.log(c.n, c.method, c.status, c.path.slice(0,150), new Date(c.sent.time).toISOString().slice(11), c.body, c.isWrite || process.env['FULL'] ? c.reply : '');
}
const ms = performance.now() - start;
console.log(tally, JSON.stringify({ runs, ...sum, violations, ms, cpu: Math.round(process.cpuUsage().user / 1000 / runs), perSecond: (runs / ms) * 1000 }));
