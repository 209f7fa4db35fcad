/**
 * What SECURITY promises, each without its defence. The tests that are named must fail then: a
 * defence whose loss nobody notices is none.
 */
import type { Defence } from './defence';
import { senders, messages } from './asking';
import { signIn } from './signing-in';
import { calls } from './calling';
import { shown, texts } from './showing';
import { rights, kept } from './keeping';

/** All of them. */
export const defences: readonly Defence[] = [
  ...senders,
  ...messages,
  ...signIn,
  ...calls,
  ...shown,
  ...texts,
  ...rights,
  ...kept,
];
