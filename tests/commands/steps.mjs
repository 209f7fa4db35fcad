/** Runs the parts of `npm run check` and `npm test` and keeps count. */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { constants, setPriority, tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from './setup.mjs';

/**
 * Runs a command to its end. `shown`: its output appears as it comes, else it is only returned.
 * `behind`: it takes what processors others leave, so that what is judged by the clock may run beside it.
 */
function run(command, args, { env = {}, shown = false, behind = false } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: root,
      stdio: shown ? 'inherit' : ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ...env },
    });
    if (behind) setPriority(child.pid, constants.priority.PRIORITY_LOW);
    const output = [];
    for (const stream of [child.stdout, child.stderr])
      stream?.on('data', (chunk) => output.push(chunk));
    child.once('error', (error) => resolve({ status: 1, output: String(error) }));
    child.once('close', (status) => resolve({ status, output: Buffer.concat(output).toString() }));
  });
}

export function createTally() {
  const begun = performance.now();
  let passed = 0;
  let failed = 0;
  /** What took how long, in the order in which it ended. */
  const times = [];

  async function timed(name, act) {
    const started = performance.now();
    const result = await act();
    times.push({ name, seconds: (performance.now() - started) / 1000 });
    return result;
  }

  /** One command that passes or fails as a whole; its output is shown only when it fails. */
  async function step(name, command, args, options = {}) {
    const { status, output } = await timed(name, () => run(command, args, options));
    const seconds = times.find((one) => one.name === name).seconds.toFixed(1);
    if (status === 0) {
      passed += 1;
      console.log(`ok   ${name} (${seconds} s)`);
      return true;
    }
    failed += 1;
    console.log(`FAIL ${name} (${seconds} s)\n${output}`);
    return false;
  }

  /** The named vitest projects; every test counts. What runs behind shows its output when it has ended. */
  async function vitest(projects, env = {}, { behind = false } = {}) {
    const folder = mkdtempSync(join(tmpdir(), 'tandem-test-'));
    const report = join(folder, 'report.json');
    const args = [
      'vitest',
      'run',
      '--config',
      'tests/vitest.config.ts',
      ...projects.flatMap((project) => ['--project', project]),
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${report}`,
    ];
    const { status, output } = await timed(projects.join(', '), () =>
      run('npx', args, { env, behind, shown: !behind }),
    );
    if (behind) console.log(output);
    try {
      const result = JSON.parse(readFileSync(report, 'utf8'));
      passed += result.numPassedTests;
      failed += result.numFailedTests;
      // A file that could not be loaded has no failed test of its own.
      if (status !== 0 && result.numFailedTests === 0) failed += 1;
    } catch {
      failed += 1;
    }
    rmSync(folder, { recursive: true, force: true });
  }

  return {
    step,
    vitest,
    /** Prints what each part took and the closing line, and ends the process. */
    finish() {
      for (const { name, seconds } of times)
        console.log(`${seconds.toFixed(1).padStart(7)} s  ${name}`);
      // Less than the sum of the parts: some run beside each other.
      const all = (performance.now() - begun) / 1000;
      console.log(`${all.toFixed(1).padStart(7)} s  in all`);
      console.log(`${passed} passed, ${failed} failed`);
      process.exit(failed === 0 ? 0 : 1);
    },
  };
}

/** Types, lint, format, architecture, unused code and sizes. Needs the production build for the last. */
export async function check(tally) {
  await tally.step('types', 'npx', ['tsc', '--noEmit', '-p', '.']);
  await tally.step('lint', 'npx', ['oxlint', '--type-aware', '--deny-warnings']);
  await tally.step('format', 'npx', ['oxfmt', '--check']);
  await tally.step('unused code', 'npx', ['knip']);
  await tally.step('build for Chromium', 'npx', ['wxt', 'build']);
  await tally.step('sizes', 'npx', ['size-limit']);
  await tally.vitest(['architecture']);
}
