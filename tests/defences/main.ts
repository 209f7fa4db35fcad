/**
 * `npm run defences`: the product without each of its defences in turn, held against the tests that
 * guard it. Ends with 1 when the loss of one is not noticed. With a pattern: only those whose loss
 * or file matches it.
 */
import preact from '@preact/preset-vite';
import type { TestProject } from 'vitest/node';
import { createVitest } from 'vitest/node';
import { englishMessages } from '../i18n.js';
import { patching, root, type Patch } from '../patches';
import type { Defence } from './defence';
import { defences } from './defences';

const nameOf = (at: number): string => `defence ${at}`;

/** One project a defence: each has the sources with one patch, and only the tests that should tell. */
function projectOf({ patch, told }: Defence, at: number, used: Set<Patch>) {
  return {
    root,
    plugins: [patching([patch], used), preact(), englishMessages()],
    test: {
      name: nameOf(at),
      include: told.map((file) => `tests/${file}.test.{ts,tsx}`),
      setupFiles: ['tests/property/setup.ts'],
    },
  };
}

/** What is wrong with one: nothing when a test failed that ran. */
function complaint(project: TestProject, defence: Defence, used: Set<Patch>): string | null {
  const modules = project.vitest.state.getTestModules().filter((one) => one.project === project);
  if (modules.length < defence.told.length) return 'a test that should tell is missing';
  const broken = modules.flatMap((one) => one.errors()).map(({ message }) => message);
  if (broken.length > 0) return broken.join('; ');
  if (!used.has(defence.patch)) return 'the tests do not load what is patched';
  const failed = modules.some((one) => [...one.children.allTests('failed')].length > 0);
  return failed ? null : 'no test fails';
}

const [wanted = ''] = process.argv.slice(2);
const chosen = defences.filter(({ loss, patch }) =>
  new RegExp(wanted).test(`${loss} ${patch.file}`),
);
const used = new Set<Patch>();
const started = performance.now();
const vitest = await createVitest('test', {
  root,
  config: false,
  watch: false,
  silent: true,
  reporters: [{}],
  projects: chosen.map((defence, at) => projectOf(defence, at, used)),
});
await vitest.start();
let unnoticed = 0;
for (const [at, defence] of chosen.entries()) {
  const project = vitest.projects.find(({ name }) => name === nameOf(at));
  const wrong = project === undefined ? 'was not run' : complaint(project, defence, used);
  if (wrong === null) continue;
  unnoticed += 1;
  console.log(`UNNOTICED ${defence.loss} (${defence.patch.file}): ${wrong}`);
}
await vitest.close();
const seconds = ((performance.now() - started) / 1000).toFixed(1);
console.log(
  `${chosen.length - unnoticed} of ${chosen.length} defences are missed by a test (${seconds} s)`,
);
process.exitCode = unnoticed === 0 ? 0 : 1;
