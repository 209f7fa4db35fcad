// @vitest-environment happy-dom
import { render } from 'preact';
import { act } from 'preact/test-utils';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { partSize, useRows } from '../../../components/state/use-rows';
import type { Answer } from '../../../sync/protocol';
import type { Rows } from '../../../sync/protocol/administration';

const unreachable: Answer<Rows<string>> = {
  ok: false,
  problem: { code: 'screen.unreachable', kind: 'transient', message: 'No answer.' },
};

describe('a part of a long list that does not come', () => {
  const root = document.createElement('div');
  let offsets: string[];
  let isDown: boolean;
  let sight: (from: number, to: number) => void;

  function List({ name }: { name: string }) {
    const rows = useRows<string>(name, (offset, limit) => {
      offsets.push(`${name}/${offset}`);
      const part = Array.from({ length: limit }, (_, at) => `${name}${offset + at}`);
      return Promise.resolve(isDown ? unreachable : { ok: true, value: { rows: part, of: 500 } });
    });
    sight = rows.onSight;
    return (
      <p>
        {rows.known ? rows.of : 'unknown'} {rows.row(0)} {rows.row(120)}
      </p>
    );
  }

  const show = (name: string): Promise<void> => act(() => render(<List name={name} />, root));
  const pass = (ms: number): Promise<void> =>
    act(async () => {
      await vi.advanceTimersByTimeAsync(ms);
    });

  beforeEach(() => {
    vi.useFakeTimers();
    offsets = [];
    isDown = true;
  });
  afterEach(async () => {
    await act(() => render(null, root));
    vi.useRealTimers();
  });

  it('is asked for again, ever less often, until it is there', async () => {
    await show('a');
    await pass(0);
    expect(root.textContent).toBe('unknown  ');
    await pass(1000);
    expect(offsets).toEqual(['a/0', 'a/0']);
    await pass(1000);
    expect(offsets).toHaveLength(2);
    isDown = false;
    await pass(1000);
    expect(root.textContent).toBe('500 a0 ');
    await pass(60_000);
    expect(offsets).toHaveLength(3);
  });

  it('is asked for where the list stands by then, and of the list that is shown by then', async () => {
    await show('a');
    await pass(0);
    await show('b');
    await act(() => sight(2 * partSize, 3 * partSize));
    isDown = false;
    await pass(5000);
    expect(offsets.filter((one) => one.startsWith('a'))).toEqual(['a/0']);
    expect(root.textContent).toContain('b120');
  });

  it('is not asked for by a page that is gone', async () => {
    await show('a');
    await pass(0);
    await act(() => render(null, root));
    await pass(60_000);
    expect(offsets).toEqual(['a/0']);
  });
});
