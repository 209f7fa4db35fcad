/** The order of the test files: those that take longest first, so that no processor waits for one alone. */
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** What takes half a minute and more where nothing else runs, the longest first. */
const longest = [
  'simulation/schedules',
  'simulation/crashes',
  'e2e/handshake',
  'e2e/screens',
  'e2e/main-job',
  'firefox/firefox',
  'e2e/size',
  'e2e/hostile',
  'e2e/agent-screens',
  'e2e/permissions',
  'e2e/restarts',
  'e2e/tabs',
  'e2e/administrator',
  'e2e/sidebar',
  'e2e/agents',
  'e2e/brake',
];

function place({ moduleId }: TestSpecification): number {
  const found = longest.findIndex((name) => moduleId.endsWith(`/tests/${name}.test.ts`));
  return found < 0 ? longest.length : found;
}

/** Vitest takes a class only. Without this, a fresh clone begins with the files of the most lines. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const others = await super.sort(files);
    return others.toSorted((one, two) => place(one) - place(two));
  }
}
