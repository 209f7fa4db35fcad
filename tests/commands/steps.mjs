/** Runs the parts of `npm run check` and `npm test` and keeps count. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from './setup.mjs';

export function createTally() {
  let passed = 0;
  let failed = 0;
  /** What took how long, in the order in which it was run. */
  const times = [];

  function timed(name, run) {
    const started = performance.now();
    const result = run();
    times.push({ name, seconds: (performance.now() - started) / 1000 });
    return result;
  }

  /** One command that passes or fails as a whole; its output is shown only when it fails. */
  function step(name, command, args, env = {}) {
    const { status, stdout, stderr } = timed(name, () =>
      spawnSync(command, args, {
        cwd: root,
        encoding: 'utf8',
        maxBuffer: 64 * 1024 * 1024,
        env: { ...process.env, ...env },
      }),
    );
    const seconds = times.at(-1).seconds.toFixed(1);
    if (status === 0) {
      passed += 1;
      console.log(`ok   ${name} (${seconds} s)`);
      return true;
    }
    failed += 1;
    console.log(`FAIL ${name} (${seconds} s)\n${stdout ?? ''}${stderr ?? ''}`);
    return false;
  }

  /** The named vitest projects; every test counts. */
  function vitest(projects, env = {}) {
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
    const { status } = timed(projects.join(', '), () =>
      spawnSync('npx', args, { cwd: root, stdio: 'inherit', env: { ...process.env, ...env } }),
    );
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
      const all = times.reduce((sum, { seconds }) => sum + seconds, 0);
      console.log(`${all.toFixed(1).padStart(7)} s  in all`);
      console.log(`${passed} passed, ${failed} failed`);
      process.exit(failed === 0 ? 0 : 1);
    },
  };
}

/** Types, lint, format, architecture, unused code and sizes. Needs the production build for the last. */
export function check(tally) {
  tally.step('types', 'npx', ['tsc', '--noEmit', '-p', '.']);
  tally.step('lint', 'npx', ['oxlint', '--type-aware', '--deny-warnings']);
  tally.step('format', 'npx', ['oxfmt', '--check']);
  tally.step('unused code', 'npx', ['knip']);
  tally.step('build for Chromium', 'npx', ['wxt', 'build']);
  tally.step('sizes', 'npx', ['size-limit']);
  tally.vitest(['architecture']);
}
