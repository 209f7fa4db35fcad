/**
 * Where the worker and the engine's script, two files, meet. The browser is asked for the second
 * one only when something needs it.
 */
import type { EngineHandlers } from '../../sync/engine/handlers';
import type { PlaceBoard } from '../../sync/engine/seats';
import type { FramedPages } from '../../sync/browser/framed-pages';

/** What both need, and there may be one of only. */
export interface Shared {
  readonly board: PlaceBoard;
  /** Where framed pages hear no broadcast. */
  readonly framed: FramedPages | null;
}

export interface Engine {
  readonly handlers: EngineHandlers;
  /** Whether the sidebar is to be there at all (PER-1). */
  mayShow(): Promise<boolean>;
  /** False with nothing connected, or not for this agent: there is no board to open (HND-5). */
  showsBoard(): Promise<boolean>;
  /** An alarm has rung. */
  ring(alarm: string): void;
}

type Start = (shared: Shared) => Engine;

const script = '/engine.js';
const global = globalThis as typeof globalThis & {
  tandemEngine?: Start;
  importScripts?(url: string): void;
};

/** For the engine's script: leaves behind what starts it. */
export function offerEngine(start: Start): void {
  global.tandemEngine = start;
}

/**
 * Chromium's workers may load later only what they have loaded while they were installed; the
 * browser keeps that copy with the worker's own, until the next update. Synchronous.
 */
export function keepEngine(): void {
  if (!import.meta.env.FIREFOX) addEventListener('install', () => global.importScripts?.(script));
}

/** Loads the engine at the first call, and starts it; the same one from then on. */
export function createEngine(shared: Shared): () => Promise<Engine> {
  let engine: Promise<Engine> | null = null;

  async function load(): Promise<Engine> {
    if (global.tandemEngine === undefined) {
      if (import.meta.env.FIREFOX)
        await import(/* @vite-ignore */ new URL(script, location.href).href);
      else global.importScripts?.(script);
    }
    if (global.tandemEngine === undefined) throw new Error('the engine did not load');
    return global.tandemEngine(shared);
  }

  return () => {
    engine ??= load().catch((thrown: unknown) => {
      // The next one to ask tries again.
      engine = null;
      throw thrown;
    });
    return engine;
  };
}
