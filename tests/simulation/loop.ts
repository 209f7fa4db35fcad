/** Decides what happens next: one effect at a time, chosen by the seed among all that may happen. */
import type { Clocks } from './clocks';
import type { Dice } from './random';

interface Task {
  /** Not before this true time; null: any time. */
  readonly at: number | null;
  run(): void | Promise<void>;
}

export interface Loop {
  /** Queues an effect. Returns how to take it back. */
  add(at: number | null, run: () => void | Promise<void>): () => void;
  /** Lets things happen until `isOver`. Throws after too many steps, or when nothing can happen. */
  drive(isOver: () => boolean, most: number): Promise<void>;
  /** Effects carried out so far. */
  steps(): number;
}

const settled = Promise.resolve();

/**
 * All promises that can go on have gone on: the next tick comes when none is left. By a promise of
 * its own, since each call of `queueMicrotask` makes a resource that Node follows.
 */
const rest = (): Promise<void> =>
  new Promise((resolve) => {
    void settled.then(() => process.nextTick(resolve));
  });

/** A whole turn of the event loop, for what does not wait on promises alone. */
const turn = (): Promise<void> =>
  new Promise((resolve) => {
    setImmediate(resolve);
  });

/** Turns of the event loop after which nothing is on its way any more. */
const patience = 3;

/** `between` is called before every effect: that is where people act. */
export function createLoop(dice: Dice, clocks: Clocks, between: () => void): Loop {
  const tasks: Task[] = [];
  let steps = 0;

  function next(): Task | null {
    const now = clocks.now();
    const ready = tasks.filter((task) => task.at === null || task.at <= now);
    if (ready.length > 0) return ready.length === 1 ? (ready[0] as Task) : dice.pick(ready);
    let first: Task | null = null;
    for (const task of tasks) if (first === null || (task.at ?? 0) < (first.at ?? 0)) first = task;
    if (first !== null) clocks.advance((first.at ?? now) - now);
    return first;
  }

  return {
    add(at, run) {
      const task = { at, run };
      tasks.push(task);
      return () => {
        const place = tasks.indexOf(task);
        if (place >= 0) tasks.splice(place, 1);
      };
    },
    async drive(isOver, most) {
      const last = steps + most;
      for (let idle = 0; ;) {
        await rest();
        if (isOver()) return;
        if (tasks.length === 0) {
          idle += 1;
          if (idle > patience) throw new Error('nothing can happen any more');
          await turn();
          continue;
        }
        idle = 0;
        steps += 1;
        if (steps > last) throw new Error(`not over after ${most} steps`);
        between();
        const task = next();
        if (task === null) continue;
        tasks.splice(tasks.indexOf(task), 1);
        await task.run();
      }
    },
    steps: () => steps,
  };
}
