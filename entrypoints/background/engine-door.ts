/**
 * Where the worker and the engine's script, two files, meet. The browser is asked for the second
 * one only when something needs it.
 */
import type { EngineHandlers } from '../../sync/engine/handlers';
import type { PlaceBoard } from '../../sync/engine/seats';
import type { FramedPages } from '../../sync/browser/framed-pages';
import type { Lent } from './administration-door';
import { lateScript } from './late-script';

/** What both need, and there may be one of only. */
export interface Shared {
  readonly board: PlaceBoard;
  /** Where framed pages hear no broadcast. */
  readonly framed: FramedPages | null;
}

export interface Engine {
  readonly handlers: EngineHandlers;
  /** For the administration's script. */
  readonly lent: Lent;
  /** Whether the sidebar is to be there at all (PER-1). */
  mayShow(): Promise<boolean>;
  /** False with nothing connected, or not for this agent: there is no board to open (HND-5). */
  showsBoard(): Promise<boolean>;
  /** An alarm has rung. */
  ring(alarm: string): void;
}

const script = lateScript<Shared, Engine>('engine');

export const { offer: offerEngine, keep: keepEngine } = script;

/** Loads the engine at the first call, and starts it; the same one from then on. */
export const createEngine = (shared: Shared): (() => Promise<Engine>) => script.load(() => shared);
