/** What the agent folded away. Only a taste: losing it loses nothing. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import { ask, type Client } from './client';

export const sectionNames = [
  'potentials',
  'activities',
  'notes',
  'information',
  'account',
] as const;
export type SectionName = (typeof sectionNames)[number];

export interface ViewState {
  readonly collapsed: boolean;
  readonly width: number;
  /** Over the page instead of beside it. */
  readonly floating: boolean;
  readonly open: Readonly<Record<SectionName, boolean>>;
}

export const widths = { rail: 40, least: 320, usual: 360, most: 480 } as const;

const initial: ViewState = {
  collapsed: false,
  width: widths.usual,
  floating: false,
  open: { potentials: true, activities: true, notes: true, information: false, account: false },
};

function read(text: string): ViewState {
  try {
    const kept: unknown = JSON.parse(text);
    if (typeof kept !== 'object' || kept === null) return initial;
    const { collapsed, width, floating, open } = kept as Record<string, unknown>;
    const folds =
      typeof open === 'object' && open !== null ? (open as Record<string, unknown>) : {};
    const fold = (name: SectionName): boolean =>
      typeof folds[name] === 'boolean' ? folds[name] : initial.open[name];
    return {
      collapsed: collapsed === true,
      width: typeof width === 'number' ? clampWidth(width) : initial.width,
      floating: floating === true,
      open: {
        potentials: fold('potentials'),
        activities: fold('activities'),
        notes: fold('notes'),
        information: fold('information'),
        account: fold('account'),
      },
    };
  } catch {
    return initial;
  }
}

export function clampWidth(width: number): number {
  return Math.round(Math.min(widths.most, Math.max(widths.least, width)));
}

export interface ViewStore extends StoreApi<ViewState> {
  /** Resolves when it is as the agent left it, or that cannot be told. */
  readonly restored: Promise<void>;
}

/** Kept by the background: inside another site's page a frame may have no storage of its own. */
export function createViewStore(client: Client): ViewStore {
  const store = createStore<ViewState>(() => initial);
  let touched = false;
  let restoring = false;
  store.subscribe((state) => {
    if (restoring) return;
    touched = true;
    void ask(client, 'view.save', { view: JSON.stringify(state) });
  });
  async function restore(): Promise<void> {
    const answer = await ask(client, 'view.get', undefined);
    // What the agent did meanwhile is newer.
    if (touched || !answer.ok || answer.value === null) return;
    restoring = true;
    store.setState(read(answer.value));
    restoring = false;
  }
  return { ...store, restored: restore() };
}
