import { describe, expect, it } from 'vitest';
import { pairKeyOf } from '../../../sync/core/pair';
import { defaultConfig } from '../../../sync/core/standard-fields';
import { createKnownLinks } from '../../../sync/engine/known-links';

const account = pairKeyOf('account', 'desk', '1');
const contact = pairKeyOf('contact', 'desk', '1');

describe('the links that a run knows', () => {
  it('are kept while commits touch only records that nobody refers to', () => {
    const links = createKnownLinks(defaultConfig(0));
    links.now().set('account|desk|1', '2');
    links.forget({ dropPairs: [contact] });
    expect(links.now().get('account|desk|1')).toBe('2');
  });

  it('are asked for anew once one is touched; a plan under way keeps what it was made of', () => {
    const links = createKnownLinks(defaultConfig(0));
    const held = links.now();
    held.set('account|desk|1', '2');
    links.forget({ dropPairs: [account] });
    expect(links.now().size).toBe(0);
    expect(held.get('account|desk|1')).toBe('2');
    // What was being asked for meanwhile goes into the old map.
    held.set('account|desk|3', '4');
    expect(links.now().has('account|desk|3')).toBe(false);
  });
});
