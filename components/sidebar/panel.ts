import { createContext } from 'preact';
import type { SectionName, ViewState } from '../state/view-store';

/** What every part of the sidebar may read and ask for. */
export interface PanelContext {
  readonly now: number;
  readonly view: ViewState;
  fold(section: SectionName, open: boolean): void;
  collapse(collapsed: boolean, at?: SectionName): void;
  refresh(): void;
  openOptions(): void;
  openBoard(): void;
  /** Undefined where the browser has no panel of its own, or this is it. */
  readonly openPanel: (() => void) | undefined;
  /** Over the page, or beside it. */
  float(over: boolean): void;
  /** Whether the panel stands in a page and may change its width. */
  readonly hosted: boolean;
  /** What is shown is from the cache: nothing can be added. */
  readonly offline?: boolean;
}

export const Panel = createContext<PanelContext>(null as unknown as PanelContext);
