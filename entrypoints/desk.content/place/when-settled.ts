/** ms. */
const settledWithin = 500;

/** Calls `act` when the page stands there and rests, unless `signal` aborts before. */
export function whenSettled(act: () => void, signal: AbortSignal): void {
  const rest = (): void =>
    void requestIdleCallback(() => signal.aborted || act(), { timeout: settledWithin });
  document.addEventListener('DOMContentLoaded', rest, { signal });
}
