/** `npm run e2e -- --chaos N --seed S`: real Chromium, struck at random moments. The last line is JSON. */
import { parseArgs } from 'node:util';
import { previousBuild } from './previous';
import { drawSession, topics } from './script';
import { play } from './session';

const { values } = parseArgs({
  options: {
    /** Runs in all. */
    chaos: { type: 'string', default: '12' },
    /** Same seed, same runs. */
    seed: { type: 'string', default: String(Date.now()) },
    /** Runs of one browser, the first of them its set-up. */
    session: { type: 'string', default: '6' },
    /** The build to update from: a commit, or `none`. */
    previous: { type: 'string' },
    /** What every run after the set-up is about. */
    topic: { type: 'string' },
  },
});

const runs = Number(values.chaos);
const length = Number(values.session);
if (!Number.isInteger(runs) || runs < 1) throw new Error('--chaos takes a whole number from 1 on');
if (!Number.isInteger(length) || length < 1)
  throw new Error('--session takes a whole number from 1 on');

const chosen = topics.find((one) => one === values.topic) ?? null;
if (values.topic !== undefined && chosen === null)
  throw new Error(`--topic takes one of ${topics.join(', ')}`);

const previous = values.previous === 'none' ? null : await previousBuild(values.previous);
const total = { runs: 0, struck: 0, violations: 0, failingSeeds: [] as string[], ms: 0 };
for (let begun = 0; begun < runs; begun += length) {
  const isWhole = begun === 0 && runs <= length;
  const seed = isWhole ? values.seed : `${values.seed}.${begun / length}`;
  const drawn = drawSession(seed, Math.min(length, runs - begun), chosen);
  const session = previous === null ? { ...drawn, startsOld: false } : drawn;
  await play(session, previous, ({ at, topic, story, violations, struck, ms }) => {
    total.runs += 1;
    total.struck += struck;
    total.ms += ms;
    console.log(
      `${violations.length === 0 ? 'ok  ' : 'FAIL'} ${seed} run ${at + 1} ${topic}: ${struck} blows, ${(ms / 1000).toFixed(1)} s`,
    );
    if (violations.length === 0) return;
    total.violations += violations.length;
    total.failingSeeds.push(seed);
    for (const line of story) console.log(`     ${line}`);
    for (const violation of violations) console.log(`  !  ${violation}`);
    const about = values.topic === undefined ? '' : ` --topic ${values.topic}`;
    console.log(
      `     again: npm run e2e -- --chaos ${at + 1} --session ${at + 1} --seed ${seed}${about}`,
    );
  });
}
console.log(JSON.stringify({ seed: values.seed, ...total }));
process.exitCode = total.violations === 0 ? 0 : 1;
