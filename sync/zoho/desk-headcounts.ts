/** Active agents by Desk profile (contract 3.9): 200 a call, three credits each. */
import * as v from 'valibot';
import type { Http } from './http';
import { idShape, parse } from './record-page';

const agentsPerPage = 200;
/** Beyond that a number of people tells an administrator nothing more. */
const mostPages = 25;
const agentsShape = v.object({
  data: v.array(v.object({ id: idShape, profileId: v.nullish(idShape) })),
});

/** By profile id. The first page bears no `from`: lists count from 0 or 1, and may repeat a row. */
export async function countAgents(http: Http): Promise<Readonly<Record<string, number>>> {
  const profiles = new Map<string, string>();
  for (let page = 0; page < mostPages; page += 1) {
    const { body } = await http.send({
      method: 'GET',
      path: '/api/v1/agents',
      query: {
        status: 'ACTIVE',
        limit: String(agentsPerPage),
        ...(page > 0 && { from: String(page * agentsPerPage) }),
      },
      writing: false,
      lane: 'interactive',
      credits: 3,
    });
    const agents = body === null ? [] : parse(agentsShape, body, 'desk agents').data;
    for (const { id, profileId } of agents) if (profileId != null) profiles.set(id, profileId);
    if (agents.length < agentsPerPage) break;
  }
  const counts = new Map<string, number>();
  for (const profile of profiles.values()) counts.set(profile, (counts.get(profile) ?? 0) + 1);
  return Object.fromEntries(counts);
}
