/** What is counted as the content script's time in a trace, which the benchmark's figure stands on. */
import { expect, it } from 'vitest';
import { costOf } from '../e2e/host-cost';
import { chromiumId } from '../extension';

const url = `chrome-extension://${chromiumId}/content-scripts/desk.js`;

/** An event on the page's main thread; all times in µs. */
const event = (name: string, ts: number, dur: number, of: object = {}) => {
  const own = { name, ph: 'X', pid: 1, tid: 1, ts, dur, tdur: dur, args: { data: { url } } };
  return { ...own, ...of };
};
const others = { args: { data: { url: 'https://desk.zoho.com/app.js' } } };

it('counts the script once where one of its events lies in another, and nobody else', () => {
  const events = [
    event('EvaluateScript', 0, 4000),
    event('v8.compile', 0, 1000),
    event('FunctionCall', 5000, 500),
    event('FunctionCall', 6000, 9000, others),
    event('Layout', 16_000, 700),
  ];
  expect(costOf(events)).toBe(4.5);
});

it('counts processor time, however long others held the processor', () => {
  expect(costOf([event('EvaluateScript', 0, 200_000, { tdur: 3000 })])).toBe(3);
});

it("leaves out the page's garbage, once, and only what was collected meanwhile", () => {
  const events = [
    event('FunctionCall', 0, 6000),
    event('MajorGC', 1000, 4000, { args: {} }),
    event('V8.GCFinalizeMC', 1000, 3900, { args: {} }),
    event('MinorGC', 7000, 800, { args: {} }),
    event('MinorGC', 2000, 800, { args: {}, tid: 2 }),
  ];
  expect(costOf(events)).toBe(2);
});
