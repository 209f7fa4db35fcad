/** Services that rewrite what they are given: case, spaces, rounding. */
import type { Side } from '../../sync/types';
import type { Rewrite } from '../sandbox/world';

const onText =
  (change: (text: string) => string) =>
  (value: unknown): unknown =>
    typeof value === 'string' ? change(value) : value;

const rounded = (value: unknown): unknown => {
  if (value === null || value === undefined || value === '') return value;
  const number = Math.round(Number(value) * 100) / 100;
  return typeof value === 'number' ? number : String(number);
};

const capital = onText((text) => text.charAt(0).toUpperCase() + text.slice(1));
const loud = onText((text) => text.toUpperCase());
const quiet = onText((text) => text.toLowerCase());
const spaced = onText((text) => text.replace(/\s+/g, '  '));

/** Not for key fields: how a key is spelt decides what matches. */
const rules: Readonly<Record<Side, Readonly<Record<string, (value: unknown) => unknown>>>> = {
  desk: {
    title: quiet,
    firstName: capital,
    description: spaced,
    unitPrice: rounded,
    productCode: quiet,
  },
  crm: { Title: loud, Annual_Revenue: rounded, Product_Code: loud, Email: quiet },
};

/** For `world.own` of a service. */
export const normaliser = (side: Side): Rewrite => {
  const own = Object.entries(rules[side]);
  return (_, values) => {
    const changed = { ...values };
    for (const [name, rule] of own) if (name in changed) changed[name] = rule(changed[name]);
    return changed;
  };
};
