/** What ten times the records cost beside what they would if every record cost the same. */
import { ownRun, round2, spread, withBrowser, type OwnRun } from './first-sync';
import { startServices } from './services';

export interface GrowthFigures {
  readonly growth: {
    readonly from: number;
    readonly to: number;
    /** Time a record at the larger size over that at the smaller one. */
    readonly msPerRecord: number;
    /** MB that the extension's process takes more at its peak; null where nothing is known of it. */
    readonly rssMb: number | null;
  };
}

async function runsOf(records: number, rounds: number): Promise<OwnRun[]> {
  const runs: OwnRun[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const services = await startServices(records);
    try {
      runs.push(await withBrowser(services, (browser) => ownRun(services, browser)));
    } finally {
      services.close();
    }
  }
  return runs;
}

/** Measures a tenth of `records` contacts a side, and all of them. */
export async function growthFigures(records: number, rounds: number): Promise<GrowthFigures> {
  const from = Math.max(20, Math.round(records / 10));
  const [few, many] = [await runsOf(from, rounds), await runsOf(records, rounds)];
  const each = (runs: readonly OwnRun[]): number =>
    spread(runs.map(({ ms, records: done }) => ms / done)).median;
  const peak = (runs: readonly OwnRun[]): number =>
    spread(runs.map(({ rssMb }) => rssMb ?? Number.NaN)).median;
  const rssMb = round2(peak(many) - peak(few));
  return {
    growth: {
      from,
      to: records,
      msPerRecord: round2(each(many) / each(few)),
      rssMb: Number.isNaN(rssMb) ? null : rssMb,
    },
  };
}
