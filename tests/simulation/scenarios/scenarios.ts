/**
 * Directed scenarios: the rare moments that a schedule meets once in thousands, made on purpose.
 * Each must hold of the product, and each protection has one that fails without it.
 */
import { absences } from './absences';
import { alike } from './alike';
import { batches } from './batches';
import { copies } from './copies';
import { creditScenarios } from './credits';
import { edits } from './edits';
import { lostAnswers } from './lost-answers';
import { lostCopies } from './lost-copies';
import { readings } from './readings';
import { removals } from './removals';
import { returns } from './returns';
import { rivals } from './rivals';
import type { Scenario } from './stage';
import { viewScenarios } from './views';

/** By what happens in it. */
export const scenarios: Readonly<Record<string, Scenario>> = {
  ...absences,
  ...alike,
  ...copies,
  ...lostAnswers,
  ...lostCopies,
  ...batches,
  ...readings,
  ...edits,
  ...removals,
  ...returns,
  ...rivals,
  ...creditScenarios,
  ...viewScenarios,
};
