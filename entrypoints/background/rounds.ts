/** What wakes the engine without anybody asking. */
import { browser } from '#imports';
import type { Engine } from './engine-door';

/** ms. Whoever woke the worker is answered first; then what was left unfinished goes on. */
const takeUpAfter = 500;

/** Synchronous: the worker may have been started for one of these. */
export function listenToRounds(engine: () => Promise<Engine>): void {
  // A start of the worker that fails is told to whoever asks next.
  const wake = (act: (awake: Engine) => void = () => undefined): void =>
    void engine().then(act, () => undefined);
  browser.alarms.onAlarm.addListener(({ name }) => wake(({ ring }) => ring(name)));
  browser.storage.onChanged.addListener((_changes, area) => {
    // The organisation's policy; the engine reads it when it starts.
    if (area === 'managed') wake();
  });
  setTimeout(wake, takeUpAfter);
}
