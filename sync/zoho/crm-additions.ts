/** What agents add to CRM: notes by their record, everything else in its own module (contract 2.4, 2.6). */
import type { AdditionWriter } from '../engine/addition-ports';
import type { Clock } from '../engine/ports';
import type { AdditionKind, FieldValue } from '../types';
import {
  additionModules,
  type AdditionTarget,
  type CopyCandidate,
  type SentField,
} from '../core/addition';
import { createLayouts } from './crm-layouts';
import { readRows, rowId } from './crm-records';
import { crmTime, readCrmValue } from './crm-values';
import { errorResult, resultsOf, resultStatuses } from './crm-writes';
import type { Http } from './http';
import { failed } from './problems';
import { idOf, instantIn } from './reader-rows';
import { fieldsOf, idShape, ownValue, parse } from './record-page';

/** Pages of a list, newest first, that a look-up reads at most: a thousand records. */
const mostPages = 5;

function written({ type, value }: SentField): unknown {
  if (type === 'lookup') return { id: value };
  if (type === 'datetime' && typeof value === 'string') return crmTime(Date.parse(value));
  return value;
}

/** A note hangs on its record; the address of its list says which. */
function pathOf(kind: AdditionKind, to: AdditionTarget | null): string {
  if (kind !== 'note') return `/crm/v8/${additionModules[kind]}`;
  if (to === null) throw failed('defect.request', { detail: 'note without a record' });
  return `/crm/v8/${to.module}/${parse(idShape, to.id, 'crm id')}/Notes`;
}

/** Of a record that points at any module it must be said which. */
function bodyOf(
  kind: AdditionKind,
  to: AdditionTarget | null,
  sent: readonly SentField[],
): Readonly<Record<string, unknown>> {
  const body = Object.create(null) as Record<string, unknown>;
  for (const field of sent) body[field.name] = written(field);
  if (kind === 'note' && to !== null)
    body['Parent_Id'] = { id: to.id, module: { api_name: to.module } };
  if ('What_Id' in body && to !== null) body['$se_module'] = to.module;
  return body;
}

function read(value: unknown, { type }: SentField): FieldValue {
  if (type === 'lookup') return idOf(value);
  return readCrmValue(value, undefined);
}

/** CRM as agents add to it. Automation of the organisation runs, as for what people add by hand. */
export function createAdditionWriter(http: Http, clock: Clock): AdditionWriter {
  const layouts = createLayouts(http, clock);

  return {
    layout: layouts.fields,

    async now() {
      const known = http.serverTime();
      if (known !== null) return known;
      await http.send({
        method: 'GET',
        path: '/crm/v8/org',
        writing: false,
        lane: 'interactive',
        credits: 1,
      });
      const heard = http.serverTime();
      if (heard === null) throw failed('defect.unreadable', { detail: 'crm date' });
      return heard;
    },

    async create(kind, to, sent) {
      try {
        const answer = await http.send({
          method: 'POST',
          path: pathOf(kind, to),
          body: { data: [bodyOf(kind, to, sent)] },
          writing: true,
          lane: 'interactive',
          credits: 1,
          results: resultStatuses,
        });
        const [result] = resultsOf(answer, [null]);
        if (result === undefined) throw failed('record.unknownOutcome', { outcome: 'unknown' });
        if (result.ok) return { ok: true, id: result.id };
        if (result.error.problem.code.startsWith('record.')) layouts.forget(additionModules[kind]);
        return result;
      } catch (thrown) {
        const result = errorResult(thrown);
        return result.ok ? { ok: true, id: result.id } : result;
      }
    },

    async createdSince(kind, to, since, sent) {
      const names = sent.map(({ name }) => name);
      const found: CopyCandidate[] = [];
      for (let page = 1; page <= mostPages; page += 1) {
        const answer = await http.send({
          method: 'GET',
          path: pathOf(kind, to),
          query: {
            fields: [...names, 'Created_Time'].join(','),
            sort_by: 'Created_Time',
            sort_order: 'desc',
            page: String(page),
          },
          writing: false,
          lane: 'interactive',
          credits: 1,
        });
        const { rows, more } = readRows(answer, 'crm added');
        const young = rows.filter((row) => (instantIn(row, 'Created_Time') ?? since) >= since);
        for (const row of young)
          found.push({
            id: rowId(row),
            createdAt: instantIn(row, 'Created_Time'),
            fields: fieldsOf(names, (name) => {
              const field = sent.find((one) => one.name === name);
              return field === undefined ? null : read(ownValue(row, name), field);
            }),
          });
        if (!more || young.length < rows.length) break;
      }
      return found;
    },
  };
}
