import { i18n } from '#i18n';
import type { Problem } from '../../sync/types';
import { problemText } from '../ui/problem-text';

const known = [
  'linkTaken',
  'notInteger',
  'mandatory',
  'missingParameter',
  'wrongValue',
  'tooLong',
  'duplicate',
  'ambiguous',
  'locked',
  'gone',
  'refused',
  'flapping',
  'undecided',
] as const;

/** Reasons that a change of the mapping may mend. */
const ofMapping: ReadonlySet<string> = new Set([
  'notInteger',
  'mandatory',
  'wrongValue',
  'tooLong',
  'flapping',
]);

export interface ReasonWords {
  readonly title: string;
  readonly lead: string;
  readonly byMapping: boolean;
}

/** Zoho's own name where it has one, then the cause and the way out. */
export function reasonWords(reason: string, problem: Problem): ReasonWords {
  const byMapping = ofMapping.has(reason);
  const found = known.find((each) => each === reason);
  if (found !== undefined)
    return {
      title: i18n.t(`failures.reason.${found}`),
      lead: i18n.t(`failures.lead.${found}`),
      byMapping,
    };
  const message = problemText(problem);
  const end = message.indexOf('. ');
  return end < 0
    ? { title: message.replace(/\.$/, ''), lead: '', byMapping }
    : { title: message.slice(0, end), lead: message.slice(end + 2), byMapping };
}
