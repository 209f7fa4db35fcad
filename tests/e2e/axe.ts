/** What axe-core objects to on a page of ours. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

interface Checker {
  run(root: Document, options: object): Promise<{ readonly violations: readonly Violation[] }>;
}

interface Violation {
  readonly id: string;
  readonly nodes: readonly { readonly html: string }[];
}

/** Rule and first place of each; empty where it objects to nothing. `options`: axe's own. */
export async function objectionsOf(page: Page, options: object = {}): Promise<readonly string[]> {
  // Compiling it takes as long as asking it.
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(source);
  const found = await page.evaluate(
    async (asked) =>
      (await (window as unknown as { axe: Checker }).axe.run(document, asked)).violations,
    // What passes need not be described.
    { resultTypes: ['violations'], ...options },
  );
  return found.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);
}
