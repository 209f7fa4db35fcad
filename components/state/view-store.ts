/** What the agent folded away. Only a taste: losing it loses nothing, so storage may fail. */
import { createStore, type StoreApi } from 'zustand/vanilla';

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
  readonly open: Readonly<Record<SectionName, boolean>>;
}

export const widths = { rail: 40, least: 320, usual: 360, most: 480 } as const;

const storageKey = 'sidebar';
const initial: ViewState = {
  collapsed: false,
  width: widths.usual,
  open: { potentials: true, activities: true, notes: true, information: false, account: false },
};

function read(): ViewState {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(storageKey) ?? 'null');
    if (typeof kept !== 'object' || kept === null) return initial;
    const { collapsed, width, open } = kept as Record<string, unknown>;
    const folds =
      typeof open === 'object' && open !== null ? (open as Record<string, unknown>) : {};
    const fold = (name: SectionName): boolean =>
      typeof folds[name] === 'boolean' ? folds[name] : initial.open[name];
    return {
      collapsed: collapsed === true,
      width: typeof width === 'number' ? clampWidth(width) : initial.width,
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

export function createViewStore(): StoreApi<ViewState> {
  const store = createStore<ViewState>(read);
  store.subscribe((state) => {
    try {
      localStorage.setItem(storageKey, JSON.stringify(state));
    } catch {
      // A partitioned or full storage: the choice lasts as long as the page.
    }
  });
  return store;
}
