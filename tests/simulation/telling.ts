/** What a person is told of schedules: sums, what went wrong, and the whole story of one. */
import type { Result } from './team';

export const say = (text: string): void => void process.stdout.write(`${text}\n`);

/** Numbers of many schedules together. */
export interface Sums {
  steps: number;
  crashes: number;
  edits: number;
  faults: number;
  calls: number;
  violations: number;
  /** Edits lost between a look at Desk and the write that it was taken for. */
  unpreventable: number;
  /** Copies that nobody could know as ours. */
  unrecognised: number;
  /** Twins and clearings undone of two installations; see the oracle of rivalry. */
  handedOver: number;
  overlapped: number;
}

export const noSums = (): Sums => ({
  steps: 0,
  crashes: 0,
  edits: 0,
  faults: 0,
  calls: 0,
  violations: 0,
  unpreventable: 0,
  unrecognised: 0,
  handedOver: 0,
  overlapped: 0,
});

export function addTo(sums: Sums, { violations, ...numbers }: Result): void {
  for (const key of Object.keys(sums) as (keyof Sums)[])
    sums[key] += key === 'violations' ? violations.length : numbers[key];
}

/** A schedule or scenario that ended wrong, and by which oracles. */
export interface Failing {
  readonly seed: string;
  readonly oracles: readonly string[];
}

export const failingOf = ({ name, violations }: Result): Failing => ({
  seed: name,
  oracles: [...new Set(violations.map(({ property }) => property))],
});

/** A line for each violation; the first five tell enough. */
export const whatIsWrong = ({ name, violations }: Result): readonly string[] =>
  violations.slice(0, 5).map(({ property, what }) => `${name}: ${property}: ${what}`);

/** What people did, what became of the records, and every call with what it carried. */
export function tell({ story, events, callList }: NonNullable<Result['whole']>): void {
  const clock = (time: number): string => new Date(time).toISOString().slice(11);
  for (const line of story) say(line);
  for (const one of events)
    say(
      `${one.order} ${clock(one.time)} ${one.via} ${one.call ?? ''} ${one.operation} ${one.side} ${one.kind} ${one.id} ${JSON.stringify(one.after)}`,
    );
  for (const one of callList)
    say(
      `${one.n} ${clock(one.sent.time)} ${one.who} ${one.method} ${one.path} ${one.body ?? ''} ${one.status} ${one.reply ?? ''}`,
    );
}
