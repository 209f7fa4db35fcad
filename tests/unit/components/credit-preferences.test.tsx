// @vitest-environment happy-dom
import { render } from 'preact';
import { act } from 'preact/test-utils';
import { expect, it } from 'vitest';
import { CreditPreferences } from '../../../components/options/credit-preferences';
import type { PreferencesDraft } from '../../../sync/protocol/administration';
import { preferences } from './preferences-fixtures';

it('takes a cap as people write numbers, and never takes it away for what is none', async () => {
  const root = document.createElement('div');
  let credits: PreferencesDraft['credits'] = preferences.draft.credits;
  const draw = (): void =>
    render(
      <CreditPreferences
        credits={credits}
        onEdit={(next) => {
          credits = next;
          draw();
        }}
      />,
      root,
    );
  await act(draw);
  const [cap, reserve] = root.querySelectorAll('input');
  if (cap === undefined || reserve === undefined) throw new Error('no fields');
  const type = (field: HTMLInputElement, text: string): Promise<void> =>
    act(() => {
      field.value = text;
      field.dispatchEvent(new Event('input', { bubbles: true }));
    });
  await type(cap, '12,500');
  expect(credits.desk.capPerDay).toBe(12_500);
  expect(cap.value).toBe('12500');
  await type(cap, 'as much as it takes');
  expect(credits.desk.capPerDay).toBe(12_500);
  expect(cap.value).toBe('12500');
  await type(cap, '');
  expect(credits.desk.capPerDay).toBeNull();
  await type(reserve, '300 or so');
  expect(credits.desk.reservePerDay).toBe(2_000);
  expect(reserve.value).toBe('2000');
  await type(reserve, '');
  expect(credits.desk.reservePerDay).toBe(0);
});
