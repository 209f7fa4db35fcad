/** The product without one of its protections, as patches on its sources. */
import { patchOf, type Patch } from '../patches';
import { lookMutants } from './look-mutants';

/** By name. The comments say what is missing. */
export const mutants: Readonly<Record<string, readonly Patch[]>> = {
  // A create is sent without a note that survives its lost answer.
  noIntent: [
    patchOf(
      'sync/engine/create-records.ts',
      `const intents = intentsOf(creating, next);`,
      `const intents = intentsOf(creating, next).slice(next.flat().length);`,
    ),
  ],
  // "Not found" is believed at once.
  noQuarantine: [
    patchOf('sync/core/quarantine.ts', 'quarantineMs = 10 * 60_000;', 'quarantineMs = 0;'),
  ],
  // A write is forgotten when its answer is lost: showing later, it is somebody's edit.
  noNote: [
    patchOf(
      'sync/core/sent.ts',
      'if (shown.length === 0 || (!isWhole && !isTold(pair, side, seen, fields))) return pair;',
      'if (shown.length >= 0) return pair;',
    ),
  ],
  // The next write does not wait for one that may still take effect.
  noWait: [
    patchOf(
      'sync/core/sent.ts',
      'return sent !== undefined && (now',
      'return sent !== undefined && sent.at < 0 && (now',
    ),
  ],
  // What was cleared after a lost answer is written again without a word.
  noClearing: [
    patchOf(
      'sync/core/sent.ts',
      'if (!sent || !record || record.modifiedAt === sent.since) return false;',
      'if (!sent || !record || record.id !== "") return false;',
    ),
  ],
  // Whatever looks like a copy is taken for it at once.
  noPatience: [
    patchOf('sync/engine/recover.ts', 'if (copy?.isCertain) await take', 'if (copy) await take'),
  ],
  // A batch's guard may lie anywhere between its records and now.
  wideGuard: [
    patchOf('sync/engine/update-records.ts', 'latest <= asked - overlapMs);', 'latest <= asked);'),
  ],
  // Nobody is told that a deleted record they wait for is back.
  noReturn: [
    patchOf(
      'sync/engine/planning.ts',
      'if (!before || !isLinked(before) || isWhole(before)) return [];',
      'if (changes.length >= 0) return [];',
    ),
  ],
  // What was never agreed on and is cleared looks as if it had never been filled.
  noCleared: [
    patchOf(
      'sync/core/base.ts',
      'if (cleared.length === 0) return base;',
      'if (cleared.length >= 0) return base;',
    ),
  ],
  // What a copy shows is taken for edits of it.
  noDoubt: [
    patchOf('sync/engine/recover.ts', 'isDoubtful && isLinked(made)', 'isDoubtful && !made'),
  ],
  // A copy that was made and deleted is made again.
  noTombCheck: [
    patchOf(
      'sync/engine/give-up.ts',
      'if (copy && pair && source) await bury',
      'if (copy && pair && source && index === -2) await bury',
    ),
  ],
  // What looked like a copy once is forgotten when it goes.
  noMemory: [
    patchOf(
      'sync/engine/give-up.ts',
      'if (alike === undefined) return undefined;',
      'if (alike !== null) return undefined;',
    ),
  ],
  // What was observed while a copy was awaited is no copy.
  noLateCopy: [
    patchOf(
      'sync/engine/give-up.ts',
      'buried.has(one.id) || row?.[otherSide(side)]',
      'buried.has(one.id) || row',
    ),
  ],
  // A reference that reads as none was emptied by somebody.
  noDoubtfulReference: [
    patchOf(
      'sync/engine/lost-references.ts',
      'field.lookup, side, id))) return true;',
      'field.lookup, side, id))) continue;',
    ),
  ],
  // What read as none once still does.
  noSecondReading: [
    patchOf(
      'sync/engine/lost-references.ts',
      `.type !== 'go') return true;`,
      `.type !== 'go') continue;`,
    ),
  ],
  // A reference that reads as none stays so, whatever the other side's account is linked with by now.
  noReplacement: [
    patchOf('sync/core/merge.ts', 'crm: orphan.desk', 'crm: orphan.desk && orphan.crm'),
  ],
  // No winner of a merge was made just before it.
  noYoungWinner: [
    patchOf(
      'sync/core/survivor.ts',
      'createdAt <= deletedAt + graceMs',
      'createdAt < deletedAt - graceMs',
    ),
  ],
  // A copy that was found has nothing agreed yet.
  emptyBase: [
    patchOf(
      'sync/engine/recover.ts',
      'pairs: [found],',
      'pairs: [{ ...found, base: { desk: {}, crm: {} } }],',
    ),
  ],
  // The next page begins after the last time of the one before.
  exclusiveCursor: [
    patchOf('sync/zoho/desk-feeds.ts', 'const from = last - 1;', 'const from = last + 1;'),
  ],
  // Pages of a list are taken to fit together.
  noOverlapPage: [
    patchOf(
      'sync/zoho/desk-records.ts',
      'from += rowsPerDeskList - overlapRows;',
      'from += rowsPerDeskList;',
    ),
    patchOf('sync/zoho/desk-records.ts', 'last !== null && rows.length > 0 &&', 'false &&'),
  ],
  // The position is saved before the rows that it covers.
  cursorFirst: [
    patchOf(
      'sync/engine/observe.ts',
      'const isChanged = await storeSnapshots(context, kind, side, records, {',
      `await context.commit({ cursors: [next, ...opening] }, 'seen');
    const isChanged = await storeSnapshots(context, kind, side, records, {`,
    ),
  ],
  // A record that one answer lacks counts as deleted.
  absenceIsDelete: [
    patchOf(
      'sync/engine/delete-record.ts',
      `gone === 'desk' ? await notInBin(`,
      `gone === 'desk' && absent.length < 0 ? await notInBin(`,
    ),
    patchOf(
      'sync/engine/merges.ts',
      `? { ...asAbsent(context, pair, 'desk', askedAt), dirty: true }`,
      `? { ...pair, desk: { ...pair.desk, presence: 'trashed' }, dirty: true,
        gone: { side: 'desk', at: askedAt, runId: context.run().id, proof: 'deleted' } }`,
    ),
  ],
  // Whoever wrote last by its own clock wins, field by field.
  crossClockLww: [
    patchOf(
      'sync/core/plan.ts',
      '  return mergeFields({',
      `  const newest = (pair.desk.modifiedAt ?? 0) > (pair.crm.modifiedAt ?? 0) ? 'desk' : 'crm';
  return mergeFields({ newest,`,
    ),
    patchOf(
      'sync/core/merge.ts',
      'const both = changed.desk && changed.crm;',
      'const both = false;',
    ),
    patchOf(
      'sync/core/merge.ts',
      `const source = both ? winner(field, input.policy, open) : changed.desk ? 'desk' : 'crm';`,
      `const source = input.newest;`,
    ),
  ],
  // A deletion takes along what was edited meanwhile.
  deleteWins: [
    patchOf(
      'sync/core/deletion.ts',
      '  const base = effectiveBase(pair);\n  return activeFields',
      '  const base = effectiveBase(pair);\n  return false && activeFields',
    ),
  ],
  // Nothing is read again before it is written.
  noReread: [
    patchOf(
      'sync/engine/update-record.ts',
      `if (!before || context.isFinal(kind, side, before)) return { type: 'go', pair };`,
      `if (before !== undefined) return { type: 'go', pair };`,
    ),
  ],
  // Feeds are read from where they ended.
  noOverlapWindow: [patchOf('sync/core/cursor.ts', 'overlapMs = 10 * 60_000;', 'overlapMs = 0;')],
  // Records are written in the very second in which they were last modified.
  noSecondGuard: [
    patchOf(
      'sync/engine/run-context.ts',
      'if (grain === 0) return true;',
      'if (grain >= 0) return true;',
    ),
  ],
  // Writes go on while paused.
  noPauseFence: [
    patchOf('sync/engine/run-context.ts', '{ unlessPaused: true,', '{ unlessPaused: false,'),
  ],
  // Every installation takes itself for the only one.
  noLease: [patchOf('sync/engine/lease.ts', 'if (!lease) return;', 'if (lease || !lease) return;')],
  // A batch that is refused as a whole fails as a whole.
  noBisect: [
    patchOf(
      'sync/engine/create-records.ts',
      'if (results.length < 2 || ',
      'if (results.length > 0 || ',
    ),
  ],
  // A field over which two rules fight is written for ever.
  noFlapStop: [
    patchOf('sync/core/flap.ts', 'isAnswered && times >= mostTimes', 'isAnswered && times > 99'),
  ],
  // Both sides are said to hold what one of them showed.
  baseSingleSided: [
    patchOf(
      'sync/core/outcome.ts',
      'values[name] = later ? settled(field, value, seen, false) : (seen ?? null);',
      'values[name] = value;',
    ),
    patchOf(
      'sync/core/base.ts',
      'next[name] = settled(typeOn(fields, side, name), value, seen[name], sameWrite);',
      'next[name] = value;',
    ),
  ],
  // What CRM's field says of the Desk record is written and never read.
  noReference: [patchOf('sync/core/match.ts', 'if (named) return', 'if (named && !other) return')],
  // Calls go on when the day's share of credits is spent.
  noBudget: [
    patchOf('sync/engine/budget.ts', 'if (credits <= 0) throw paced(side);', ''),
    patchOf('sync/engine/budget.ts', 'ports[side].allow?.(credits);', ''),
  ],
  // Within a step, calls go on when the share is spent.
  noCallLimit: [patchOf('sync/engine/budget.ts', 'ports[side].allow?.(credits);', '')],
  // The history leaves out what was written to a record.
  untoldUpdate: [
    patchOf('sync/engine/update-record.ts', 'history: steps.map((step) => step.history),', ''),
  ],
  // A copy that was found is not told of.
  untoldCopy: [
    patchOf(
      'sync/engine/recover.ts',
      "? changeOf(pair, 'create', side, intent.fields)",
      "? changeOf(linked, 'link', null)",
    ),
  ],
  // A batch passes over whatever was edited since its records were looked at.
  noBatchGuard: [
    patchOf(
      'sync/engine/update-records.ts',
      'return Math.min(bound, Math.max(...batch.map(restedSince)));',
      'return Math.max(bound, ...batch.map(restedSince)) + 86_400_000;',
    ),
  ],
  // Every record is synced, whatever the chosen list views hold.
  noScope: [
    patchOf(
      'sync/core/scope.ts',
      "return kind === 'product' ? [] : (config.views?.[kind] ?? []);",
      'return config.views === undefined || kind !== null ? [] : [kind];',
    ),
  ],
  // The look before a write takes a record that has changed for still inside.
  noLookAtViews: [
    patchOf(
      'sync/engine/update-record.ts',
      'const stored = views ? outsideViews(next) : next;',
      'const stored = next;',
    ),
  ],
  // Whoever has left a list view stays outside.
  noReentry: [
    patchOf(
      'sync/core/scope.ts',
      "if (!pair.crm || pair.crm.presence === 'trashed') return null;",
      "if (!pair.crm || pair.crm.presence !== 'alive') return null;",
    ),
  ],
  // Any number of records is deleted without a person's yes.
  noBrake: [patchOf('sync/core/brake.ts', 'deletes: { least: 10,', 'deletes: { least: 10_000,')],
  ...lookMutants,
};
