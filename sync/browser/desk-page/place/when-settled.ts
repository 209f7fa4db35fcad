/** ms. */
const settledWithin = 500;

/** Calls `act` when the page stands there and rests, unless `signal` aborts before. */
export function whenSettled(act: () => void, signal: AbortSignal): void {
  const rest = (): void =>
    void requestIdleCallback(() => signal.aborted || act(), { timeout: settledWithin });
  if (document.readyState === 'loading')
    document.addEventListener('DOMContentLoaded', rest, { signal });
  // A page that was open before this script was there.
  else rest();
}
