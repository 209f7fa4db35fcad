/** Which rows of a list are ticked: all but some, or only some. */
import type { TicksView } from '../../sync/protocol/preview';

export const everything: TicksView = { all: true, except: [] };
export const nothing: TicksView = { all: false, only: [] };

export function isTicked(ticks: TicksView, key: string): boolean {
  return ticks.all ? !ticks.except.includes(key) : ticks.only.includes(key);
}

/** The ticks after one was set or taken away. */
export function toggled(ticks: TicksView, key: string): TicksView {
  const named = ticks.all ? ticks.except : ticks.only;
  const next = named.includes(key) ? named.filter((one) => one !== key) : [...named, key];
  return ticks.all ? { all: true, except: next } : { all: false, only: next };
}

/** `some`: neither all nor none. */
export function state(ticks: TicksView): 'all' | 'some' | 'none' {
  if (ticks.all) return ticks.except.length === 0 ? 'all' : 'some';
  return ticks.only.length === 0 ? 'none' : 'some';
}
