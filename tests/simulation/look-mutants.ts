/** The product without one of its looks at what no feed tells of. */
import { patchOf, type Patch } from '../patches';

/** By name. The comments say what is missing. */
export const lookMutants: Readonly<Record<string, readonly Patch[]>> = {
  // What two records showed alike when they were linked is forgotten until all of it is alike.
  noAgreement: [
    patchOf(
      'sync/core/plan.ts',
      'const { base } = merged(pairNow, linkOf, config);',
      'const base = done ? merged(pairNow, linkOf, config).base : pairNow.base;',
    ),
  ],
  // A copy is made of whatever was there once.
  noSourceLook: [
    patchOf(
      'sync/engine/apply.ts',
      'const made = await withSources(context, kind, due, byKey);',
      'const made = due;',
    ),
  ],
  // What was found missing is written to as was planned before.
  noMark: [
    patchOf(
      'sync/engine/merges.ts',
      'return new Set([...missing, ...free]',
      'return new Set([...missing.filter((pair) => !isLinked(pair)), ...free]',
    ),
  ],
  // Records that nobody can tell apart are taken for there.
  noContest: [
    patchOf(
      'sync/engine/merges.ts',
      'return bears(pair, contested) &&',
      'return contested.size < 0 && bears(pair, contested) &&',
    ),
  ],
  // Whatever came back without a counterpart gets one.
  noOwnDeletion: [
    patchOf(
      'sync/engine/planning.ts',
      'one.alone || theirs?.alone || last !== one.id',
      "one.id === ''",
    ),
  ],
  // A delete of ours is forgotten when its answer is lost: seen later, it is somebody's.
  noOwnDelete: [
    patchOf('sync/core/deletion.ts', 'if (isOurs(pair, side))', 'if (isOurs(pair, side) && !pair)'),
  ],
  // What was made while the first sync goes on is there as long as that takes.
  noYoungLook: [
    patchOf(
      'sync/engine/fresh-sources.ts',
      'if ((createdAt ?? 0) - lead < until)',
      'if (until > 0)',
    ),
  ],
  // What a list names and nobody could read was never there.
  noSighting: [
    patchOf(
      'sync/engine/recover.ts',
      'const copy = intent.alike === undefined ?',
      'const copy = intent.alike === "" ?',
    ),
  ],
  // Our own copy is inside for ever, whatever became of it while its counterpart was gone.
  noLeaver: [
    patchOf(
      'sync/engine/planning.ts',
      "(side === 'crm' || (pair !== null && isStillOurs(pair)))",
      "(side === 'crm' || pair !== null)",
    ),
  ],
  // Whoever was linked with a record once gets it back, whoever has been since.
  noLatest: [patchOf('sync/engine/planning.ts', '(last ?? one.id) === one.id;', 'last !== null;')],
  // What two records agreed on is forgotten when both go.
  noLastBase: [
    patchOf(
      'sync/core/deletion.ts',
      'base: pair.base, ...made',
      'base: isLost ? null : pair.base, ...made',
    ),
  ],
  // Whatever is deleted by itself never had a counterpart.
  noFormerLink: [
    patchOf('sync/core/deletion.ts', '...(former && !linked ?', '...(former && linked ?'),
  ],
  // Whatever differs at the look before a write may have left the views.
  noStillInView: [
    patchOf('sync/engine/update-record.ts', "side === 'crm' && isLater ?", "side === 'crm' ?"),
  ],
  // The views are asked once, in whatever second the last change was.
  noEntryInSecond: [
    patchOf(
      'sync/engine/observe-views.ts',
      'let isEarly = latest !== null && ',
      'let isEarly = latest === 0 && ',
    ),
  ],
  // What comes back is as the list shows it, however late that is.
  noReturnLook: [
    patchOf(
      'sync/engine/observe.ts',
      "look?.presence === 'alive' ? look.snapshot : complete(record, names)",
      'complete(record, names)',
    ),
  ],
  // What comes back waits its turn behind others that bear its name.
  noPrecedence: [
    patchOf('sync/core/plan.ts', 'Number(!backOf(one)) - Number(!backOf(two)) ||', ''),
  ],
  // A name that was sent without an answer is free.
  noSentKey: [
    patchOf(
      'sync/core/pair.ts',
      'const coming = seen && sent',
      'const coming = seen && !seen.id && sent',
    ),
  ],
  // What was in the bin once is there still.
  noRestoredLook: [
    patchOf(
      'sync/engine/observe-deletions.ts',
      'const found = await byId(context, kind, side, ids);\n  return pairs.map',
      'const found = await byId(context, kind, side, ids.slice(ids.length));\n  return pairs.map',
    ),
  ],
  // An update that was refused because its record is gone has failed, whatever becomes of the record.
  noGoneLook: [
    patchOf(
      'sync/engine/update-record.ts',
      "if (code === 'record.gone') {",
      "if (code === 'record.gone' && id === '') {",
    ),
  ],
  // A second that has passed shows no more edits.
  noRest: [
    patchOf(
      'sync/engine/run-context.ts',
      'return modifiedAt <= look.askedAt - overlapMs;',
      'return modifiedAt <= look.askedAt;',
    ),
  ],
};
