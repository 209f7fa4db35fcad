/** What the CRM fills in by itself when a record is saved. */
import type { CrmOrg } from '../world';
import { metadataOf, type CrmModule } from './metadata';

type Values = Record<string, unknown>;

/** A deal's probability and pipeline follow its stage, its expected revenue follows both. */
function deriveDeal(org: CrmOrg, values: Values, before: Readonly<Values>): void {
  const { pipelines, currencies, multiCurrency } = metadataOf(org);
  if (typeof values['Stage'] === 'string') {
    const pipeline =
      pipelines.find((candidate) =>
        candidate.stages.some((stage) => stage.name === values['Stage']),
      ) ?? pipelines[0];
    const stage = pipeline?.stages.find((candidate) => candidate.name === values['Stage']);
    if (stage !== undefined && values['Probability'] === undefined)
      values['Probability'] = stage.probability;
    values['Pipeline'] ??= before['Pipeline'] ?? pipeline?.name ?? null;
  }
  if (multiCurrency) {
    const currency = values['Currency'] ?? before['Currency'] ?? org.currency;
    values['Currency'] = currency;
    values['Exchange_Rate'] ??= before['Exchange_Rate'] ?? currencies.get(String(currency)) ?? 1;
  }
  const amount = 'Amount' in values ? values['Amount'] : before['Amount'];
  const probability = 'Probability' in values ? values['Probability'] : before['Probability'];
  values['Expected_Revenue'] =
    typeof amount === 'number' && typeof probability === 'number'
      ? Math.round(amount * probability) / 100
      : null;
}

/** Adds the derived values to those being saved. */
export function derive(
  org: CrmOrg,
  module: CrmModule,
  values: Values,
  before: Readonly<Values>,
  now: number,
): void {
  if (module.apiName === 'Deals') deriveDeal(org, values, before);
  if (module.apiName === 'Tasks' && 'Status' in values) {
    values['Closed_Time'] =
      values['Status'] === 'Completed'
        ? (before['Closed_Time'] ?? Math.floor(now / 1000) * 1000)
        : null;
  }
}
