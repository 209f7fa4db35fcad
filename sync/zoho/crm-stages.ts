/** What each stage of a deal means: open, won or lost, over every pipeline (contract 2.8). */
import * as v from 'valibot';
import type { Clock } from '../engine/ports';
import type { Instant } from '../types';
import type { Http } from './http';
import { readNow } from './interactive-read';
import { idShape, parse } from './record-page';

export type Forecast = 'open' | 'won' | 'lost';

const lifeMs = 3_600_000;

/** Zoho's forecast types; a stage's name says nothing reliable. */
const forecasts: Readonly<Record<string, Forecast>> = {
  open: 'open',
  'closed won': 'won',
  'closed lost': 'lost',
};

const layoutsShape = v.object({ layouts: v.array(v.object({ id: idShape })) });
const pipelinesShape = v.object({
  pipeline: v.array(
    v.object({
      maps: v.nullish(
        v.array(
          v.object({
            actual_value: v.nullish(v.string()),
            display_value: v.nullish(v.string()),
            forecast_type: v.nullish(v.string()),
          }),
        ),
      ),
    }),
  ),
});

/** Reads once an hour; a failed reading is tried again at the next call. */
export function createStages(
  http: Http,
  clock: Clock,
): () => Promise<ReadonlyMap<string, Forecast>> {
  let known: {
    readonly at: Instant;
    readonly stages: Promise<ReadonlyMap<string, Forecast>>;
  } | null = null;

  async function read(): Promise<ReadonlyMap<string, Forecast>> {
    const stages = new Map<string, Forecast>();
    const body = await readNow(http, '/crm/v8/settings/layouts', { module: 'Deals' });
    const layouts = body === null ? [] : parse(layoutsShape, body, 'crm layouts').layouts;
    for (const layout of layouts) {
      const pipelines = await readNow(http, '/crm/v8/settings/pipeline', { layout_id: layout.id });
      if (pipelines === null) continue;
      for (const { maps } of parse(pipelinesShape, pipelines, 'crm pipeline').pipeline) {
        for (const stage of maps ?? []) {
          const type = (stage.forecast_type ?? '').toLowerCase();
          const forecast = Object.hasOwn(forecasts, type) ? forecasts[type] : undefined;
          if (forecast === undefined) continue;
          for (const name of [stage.actual_value, stage.display_value]) {
            if (typeof name === 'string') stages.set(name, forecast);
          }
        }
      }
    }
    return stages;
  }

  return async () => {
    const now = clock.now();
    if (known !== null && Math.abs(now - known.at) < lifeMs) return known.stages;
    const stages = read();
    const entry = { at: now, stages };
    known = entry;
    stages.catch(() => {
      if (known === entry) known = null;
    });
    return stages;
  };
}
