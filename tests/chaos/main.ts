/** `npm run e2e -- --chaos N --seed S`: real Chromium, struck at random moments. The last line is JSON. */
import { readOptions, refuse, wholeNumber } from '../command-line';
import { previousBuild } from './previous';
import { drawSession, topics } from './script';
import { play } from './session';

const values = readOptions('npm run e2e', {
  chaos: { type: 'string', default: '12', says: 'runs in all' },
  seed: { type: 'string', says: 'same seed, same runs; without it any' },
  session: {
    type: 'string',
    default: '6',
    says: 'runs of one browser, the first of them its set-up',
  },
  previous: { type: 'string', says: 'the build to update from: a commit, or none' },
  topic: {
    type: 'string',
    says: `what every run after the set-up is about: ${topics.join(', ')}`,
  },
});

const runs = wholeNumber('chaos', values.chaos, 1);
const length = wholeNumber('session', values.session, 1);
const given = values.seed ?? String(Date.now());

const chosen = topics.find((one) => one === values.topic) ?? null;
if (values.topic !== undefined && chosen === null)
  refuse(`--topic takes one of ${topics.join(', ')}`);

const previous = values.previous === 'none' ? null : await previousBuild(values.previous);
const total = { runs: 0, struck: 0, violations: 0, failingSeeds: [] as string[], ms: 0 };
for (let begun = 0; begun < runs; begun += length) {
  const isWhole = begun === 0 && runs <= length;
  const seed = isWhole ? given : `${given}.${begun / length}`;
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
console.log(JSON.stringify({ seed: given, ...total }));
process.exitCode = total.violations === 0 ? 0 : 1;
