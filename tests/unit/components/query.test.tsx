// @vitest-environment happy-dom
import { render } from 'preact';
import { act } from 'preact/test-utils';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { useQuery, type Query } from '../../../components/state/use-query';
import type { ConflictsView } from '../../../sync/protocol/administration';
import { fakeClient } from './fake-client';
import { pageRoot } from './page-root';

describe('a question that a screen keeps asking', () => {
  const root = pageRoot();
  let fake: ReturnType<typeof fakeClient>;
  let query: Query<ConflictsView>;

  function Screen({ search }: { search: string }) {
    query = useQuery(fake.client, 'conflicts.get', { kind: null, search });
    return null;
  }
  const show = (search: string): Promise<void> =>
    act(() => render(<Screen search={search} />, root));
  const answer = (value: unknown): Promise<void> =>
    act(() => fake.last('conflicts.get').answer(value));
  const asked = (): number => fake.count('conflicts.get');
  const pass = (ms: number): Promise<void> =>
    act(async () => {
      await vi.advanceTimersByTimeAsync(ms);
    });

  beforeEach(async () => {
    fake = fakeClient();
    await show('');
  });
  afterEach(async () => {
    await act(() => render(null, root));
    vi.useRealTimers();
  });

  it('counts as news what is answered to the same data, not the answer to other data', async () => {
    await answer('one');
    expect(query).toMatchObject({ value: 'one', fresh: true, news: 0 });
    await show('Ada');
    expect(query).toMatchObject({ value: 'one', fresh: false });
    await answer('two');
    expect(query).toMatchObject({ value: 'two', fresh: true, news: 0 });
    await act(() => query.again());
    await answer('three');
    expect(query).toMatchObject({ value: 'three', news: 1 });
  });

  it('never takes the answer to other data for its own where its own cannot be had', async () => {
    await answer('one');
    await show('Ada');
    await act(() => fake.last('conflicts.get').fail('CRM is down.'));
    expect(query).toMatchObject({ value: 'one', fresh: false, problem: { code: 'test' } });
    await show('');
    await answer('again');
    expect(query).toMatchObject({ value: 'again', fresh: true, problem: null });
  });

  it('is asked again by itself where nobody answered, ever less often, until somebody does', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    void fake.last('conflicts.get').break();
    await pass(0);
    expect(query.problem?.code).toBe('screen.unreachable');
    await pass(999);
    expect(asked()).toBe(1);
    await pass(1);
    expect(asked()).toBe(2);
    void fake.last('conflicts.get').break();
    await pass(1999);
    expect(asked()).toBe(2);
    await pass(1);
    expect(asked()).toBe(3);
    void fake.last('conflicts.get').answer('there');
    await pass(60_000);
    expect(query).toMatchObject({ value: 'there', problem: null });
    expect(asked()).toBe(3);
  });

  it('is not asked again where somebody answered that it cannot be told, or the page is gone', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    void fake.last('conflicts.get').fail('CRM is down.');
    await pass(60_000);
    expect(asked()).toBe(1);
    await act(() => query.again());
    void fake.last('conflicts.get').break();
    await pass(0);
    await act(() => render(null, root));
    await pass(60_000);
    expect(asked()).toBe(2);
  });
});
