/** Services that rewrite what they are given: trimming, case, rounding. */
import type { Side } from '../../sync/types';

type Values = Record<string, unknown>;
type Normalise = (module: string, values: Values) => Values;

const capital = (value: unknown): unknown =>
  typeof value === 'string' ? value.charAt(0).toUpperCase() + value.slice(1) : value;
const rounded = (value: unknown): unknown => {
  if (value === null || value === undefined || value === '') return value;
  const text = (Math.round(Number(value) * 100) / 100).toString();
  return typeof value === 'number' ? Number(text) : text;
};
const shouting = (value: unknown): unknown =>
  typeof value === 'string' ? value.toUpperCase() : value;
const single = (value: unknown): unknown =>
  typeof value === 'string' ? value.replace(/\s+/g, ' ').trim() : value;

const rules: Readonly<Record<string, (value: unknown) => unknown>> = {
  title: capital,
  Title: shouting,
  annualrevenue: rounded,
  Annual_Revenue: rounded,
  Unit_Price: rounded,
  description: single,
  Product_Code: shouting,
  Email: (value) => (typeof value === 'string' ? value.toLowerCase() : value),
};

const apply: Normalise = (_, values) => {
  const changed: Values = { ...values };
  for (const [name, rule] of Object.entries(rules))
    if (name in changed) changed[name] = rule(changed[name]);
  return changed;
};

/** For `world.own` of either service. */
export const normalise: Readonly<Record<Side, Normalise>> = { desk: apply, crm: apply };
