/** Desk's departments, asked for once (contract 3.9). */
import * as v from 'valibot';
import type { ListView } from '../engine/remote-ports';
import type { Http } from './http';
import { idShape, parse } from './record-page';

/** Contract 3.9: they come up to 200 a call; no portal has more than a few dozen. */
const mostDepartments = 200;
const departmentsShape = v.object({
  data: v.array(v.object({ id: idShape, name: v.nullish(v.string()) })),
});

/** The enabled departments of the portal. */
export function createDeskDepartments(http: Http): () => Promise<readonly ListView[]> {
  let known: Promise<readonly ListView[]> | null = null;

  async function ask(): Promise<readonly ListView[]> {
    const answer = await http.send({
      method: 'GET',
      path: '/api/v1/departments',
      query: { isEnabled: 'true', limit: String(mostDepartments) },
      writing: false,
      lane: 'sync',
      // A list, as any other.
      credits: 3,
    });
    const { data } =
      answer.body === null
        ? { data: [] }
        : parse(departmentsShape, answer.body, 'desk departments');
    return data.map(({ id, name }) => ({ id, name: name ?? id }));
  }

  return () => {
    // Several records that are made at once ask for them together.
    known ??= ask().catch((thrown: unknown) => {
      known = null;
      throw thrown;
    });
    return known;
  };
}
