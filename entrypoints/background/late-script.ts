/** Scripts beside the worker's own. The browser is asked for one only when something needs it. */

/** One such script; both sides of the door have it, each from its own file. */
interface LateScript<Given, Made> {
  /** For the script: leaves behind what starts it. */
  offer(start: (given: Given) => Made): void;
  /**
   * Chromium's workers may load later only what they have loaded while they were installed; the
   * browser keeps that copy with the worker's own, until the next update. Synchronous.
   */
  keep(): void;
  /** Loads the script at the first call, and starts it; the same one from then on. */
  load(given: () => Given | Promise<Given>): () => Promise<Made>;
}

const global = globalThis as typeof globalThis & {
  tandemStarts?: Map<string, unknown>;
  importScripts?(url: string): void;
};

/** The script of this name, as the build writes it: `/name.js`. */
export function lateScript<Given, Made>(
  name: 'engine' | 'administration',
): LateScript<Given, Made> {
  const script = `/${name}.js`;
  const starts = (global.tandemStarts ??= new Map());
  // Set by `offer` of the same name only, from another file: the types cannot see that far.
  const offered = () => starts.get(name) as ((given: Given) => Made) | undefined;

  async function start(given: () => Given | Promise<Given>): Promise<Made> {
    if (offered() === undefined) {
      if (import.meta.env.FIREFOX)
        await import(/* @vite-ignore */ new URL(script, location.href).href);
      else global.importScripts?.(script);
    }
    const begin = offered();
    if (begin === undefined) throw new Error(`${script} did not load`);
    return begin(await given());
  }

  return {
    offer: (begin) => void starts.set(name, begin),
    keep() {
      if (!import.meta.env.FIREFOX)
        addEventListener('install', () => global.importScripts?.(script));
    },
    load(given) {
      let made: Promise<Made> | null = null;
      return () => {
        made ??= start(given).catch((thrown: unknown) => {
          // The next one to ask tries again.
          made = null;
          throw thrown;
        });
        return made;
      };
    },
  };
}
