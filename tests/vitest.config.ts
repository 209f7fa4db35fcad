import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import preact from '@preact/preset-vite';
import { englishMessages } from './i18n.js';
import { LongestFirst } from './longest-first.js';

/** Each has a sandbox and a browser of its own, and waits for a quarter of its time: three keep two processors busy. */
const browsersAtOnce = 3;

/** ms. Until then a screen may come to what is awaited of it: with three browsers a second can go by without a turn. */
const browsersPatience = { poll: { timeout: 25_000 } };

/** What puts a browser's globals in place: each of these files has a process of its own. */
const components = 'tests/unit/components/**/*.test.{ts,tsx}';

/** Every processor has a process of its own: threads that clean up beside them would only take turns with them. */
const execArgv = ['--single-threaded-gc'];

/** One project per layer, so that each can be run alone: `npx vitest -c tests/vitest.config.ts --project unit`. */
export default defineConfig({
  root: new URL('..', import.meta.url).pathname,
  plugins: [preact(), englishMessages()],
  test: {
    sequence: { sequencer: LongestFirst },
    // Vitest would leave one processor to itself, which is half of two.
    maxWorkers: availableParallelism(),
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          execArgv,
          include: ['tests/unit/**/*.test.{ts,tsx}'],
          exclude: [components],
          setupFiles: ['tests/property/setup.ts'],
          testTimeout: 30_000,
          // Pure: loading the same sources for each file anew takes longer than the tests.
          isolate: false,
        },
      },
      {
        extends: true,
        test: { name: 'components', include: [components], testTimeout: 30_000 },
      },
      {
        extends: true,
        test: {
          name: 'property',
          execArgv,
          include: ['tests/property/**/*.test.ts'],
          setupFiles: ['tests/property/setup.ts'],
          testTimeout: 60_000,
          isolate: false,
        },
      },
      {
        extends: true,
        test: {
          name: 'contract',
          execArgv,
          include: ['tests/contract/**/*.test.ts', 'tests/sandbox/**/*.test.ts'],
          testTimeout: 30_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'simulation',
          execArgv,
          include: ['tests/simulation/**/*.test.ts'],
          testTimeout: 600_000,
        },
      },
      { extends: true, test: { name: 'architecture', include: ['tests/architecture.test.ts'] } },
      {
        extends: true,
        test: {
          name: 'e2e',
          include: ['tests/e2e/**/*.test.ts'],
          exclude: ['tests/e2e/navigation.test.ts'],
          expect: browsersPatience,
          testTimeout: 120_000,
          hookTimeout: 120_000,
          maxWorkers: browsersAtOnce,
          // Each file starts a browser and a sandbox of its own; only what they are made of is loaded once.
          isolate: false,
          sequence: { groupOrder: 1 },
        },
      },
      {
        extends: true,
        test: {
          // By the clock and by weight: with another browser beside it, it would judge that one too.
          name: 'navigation',
          include: ['tests/e2e/navigation.test.ts'],
          expect: browsersPatience,
          testTimeout: 120_000,
          hookTimeout: 120_000,
          maxWorkers: 1,
          sequence: { groupOrder: 2 },
        },
      },
      {
        extends: true,
        test: {
          name: 'firefox',
          include: ['tests/firefox/**/*.test.ts'],
          expect: browsersPatience,
          testTimeout: 120_000,
          hookTimeout: 120_000,
          maxWorkers: browsersAtOnce,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
