/** The list of what is taken away must keep to the sources; `npm run defences` takes it away. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { defences } from '../defences/defences';
import { root } from '../patches';

it('names each defence as it stands in the sources, once', () => {
  const stray = defences.filter(
    ({ patch: { file, find } }) => readFileSync(join(root, file), 'utf8').split(find).length !== 2,
  );
  expect(stray.map(({ loss }) => loss)).toEqual([]);
});
