/** Desk's departments, asked for once (contract 3.9). */
import * as v from 'valibot';
import type { ListView } from '../engine/ports';
import type { Http } from './http';
import { idShape, parse } from './record-page';

/** Contract 3.9: they come up to 200 a call; no portal has more than a few dozen. */
const mostDepartments = 200;
const departmentsShape = v.object({
  data: v.array(v.object({ id: idShape, name: v.nullish(v.string()) })),
});

/** The enabled departments of the portal. */
export function createDeskDepartments(http: Http): () => Promise<readonly ListView[]> {
  let known: readonly ListView[] | null = null;
  return async () => {
    if (known !== null) return known;
    const answer = await http.send({
      method: 'GET',
      path: '/api/v1/departments',
      query: { isEnabled: 'true', limit: String(mostDepartments) },
      writing: false,
      lane: 'sync',
      credits: 1,
    });
    const { data } =
      answer.body === null
        ? { data: [] }
        : parse(departmentsShape, answer.body, 'desk departments');
    known = data.map(({ id, name }) => ({ id, name: name ?? id }));
    return known;
  };
}
