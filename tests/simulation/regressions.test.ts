import { beforeAll, describe, expect, it } from 'vitest';
import { importEngine, type Engine } from './import-engine';
import { buildEngine } from './loader';
import type { ProfileName } from './profiles';
import { playSchedule } from './schedule';
import { smallPages } from './small-pages';

/** Seeds that once failed, by what was wrong. The engine moves on, the moments they hit come close again. */
const seeds: Readonly<Record<string, readonly string[]>> = {
  'a record made by hand was taken for an edited copy': ['5', '29'],
  'a CRM record read ahead was taken for the Desk record of the same id': ['28'],
  'a record was held back for good by a key that our own write freed': ['10', '14', '48'],
  'a record was held back for good by a key that a look before a write showed freed': ['157'],
  'a record made by hand was taken for a copy that came later': ['900'],
  'a change became visible farther back than feeds were read again': ['763'],
  'a record made by hand was told as made by us': ['153', '176', '731'],
  'a value came from a record whose own copy nobody could know': ['210'],
};

/** The same of the profile `standard`: people delete, restore and merge, and settings change. */
const disturbed: Readonly<Record<string, readonly string[]>> = {
  'a write that came late met a record with another counterpart': ['15'],
  'a restored record and one that once bore its name': ['70036'],
  'a copy that came after its look-up was taken for a record of its own': ['42920'],
  'an account that a person entered was taken for our own late write': ['41399'],
  'a late edit passed under the guard of a batch': ['41864', '30088', '30993'],
  'a record made by hand was taken for a copy that came later': ['50151'],
  'a contact waited for good for an account that had come back': ['60581'],
  'a batch that came late was told for one record': ['60040'],
  'a record made by hand before was taken for the copy': ['41033', '41271', '41511'],
  'a change became visible farther back than feeds were read again': ['30705'],
  'a value that had come without an answer was cleared, and written again': [
    '41128',
    '41539',
    '42014',
  ],
  'a contact of a new id was taken for one that had been deleted': ['41934'],
  'a copy that was observed while it was awaited and deleted was made again': ['3975'],
  'a reference was filled again with an account of which nothing was known': ['4823'],
  'a record waited for a namesake that had gone without a trace': ['492', '3241', '4558'],
  'a late write was overwritten whose value had been cleared where it came from': ['5007'],
  'a reading that was cut off ended half an hour later with what had been true then': ['14205'],
  'a reference that CRM had emptied and filled again was emptied in Desk': ['8373', '9856'],
  'a record came back while the list showed it as it was before': ['3000192'],
};

/** The same of the profile `hostile`. */
const harsh: Readonly<Record<string, readonly string[]>> = {
  'a copy that was kept in mind, observed and deleted was made again': ['510116', '1129', '1566'],
  'a contact stayed without the account that had got another counterpart': ['510252'],
  'a merge into a record that had just been made was taken for a deletion': ['941', '1064', '1960'],
  'a copy that had gone without a trace was asked to be known': ['375', '600', '1714'],
  'a deletion was followed of a record that was linked without a write': ['1494'],
  'a value of a copy was cleared before anything was agreed on': ['510797'],
  'a record was merged away after the run had looked at it': ['496', '2283'],
  'a record was made of a name that its source had given up twice since': ['510879'],
  'a late edit was told for that of a late create': ['511045'],
  'a run that had been paused wrote by what it had read before': ['3039'],
  'a contact of one of two accounts of one name': ['1882'],
  'a copy was seen by nobody but a worker that died': ['1154'],
  'a first sync made a copy of a likely copy that was merged away': ['779'],
  'a copy was merged away between the list that names it and its own reading': ['860561'],
  'a first sync made a copy of what only a late index still showed': ['861010'],
  'a name was given to another that a lost answer had set': ['1299'],
  'a record had been restored unseen when its counterpart was deleted': ['2159'],
  'a record of a new id bore the name that another had just given up': ['881008', '881477'],
  'a copy was looked up by a worker that died with the answer': ['810334'],
  'a record made by hand was taken for a copy that was never sent': ['810369'],
  'a request of a dead worker was under way for a quarter of an hour': ['2494'],
};

/** The same of the profile `rivals`. */
const contested: Readonly<Record<string, readonly string[]>> = {
  'a contact of an account that shares its name': ['69'],
  'what another installation had done was taken for what a lost answer was about': [
    '24',
    '3000308',
  ],
};

/** The same of the profile `references`: installations that compete where CRM names Desk's records. */
const named: Readonly<Record<string, readonly string[]>> = {
  'a record that the other installation had made was told as made by this one': ['30025'],
};

/** The same of the profile `views`: records enter and leave the chosen list views. */
const scoped: Readonly<Record<string, readonly string[]>> = {
  'a record made by hand outside the views was written to as our own': ['79', '230280'],
  'our own copy came back from the bin and was taken for outside': ['125'],
  'our own copy lost its counterpart and was taken for outside': ['230010', '230283'],
  'a record had left the views when it was looked at before a write': ['230007'],
  'our own copy entered and left the views while its counterpart was in the bin': ['890016'],
  'a record left the views in the second in which they named it': ['230061'],
  'a reference that its service had emptied was taken for leaving the views': ['3000006'],
  'a record entered the views in the second in which it was read': ['3000052'],
};

describe('seeds that failed once', () => {
  let engine: Engine;
  beforeAll(async () => {
    engine = await importEngine(await buildEngine(smallPages));
  });

  const tables = Object.entries({
    plain: seeds,
    standard: disturbed,
    hostile: harsh,
    rivals: contested,
    references: named,
    views: scoped,
  } satisfies Partial<Record<ProfileName, unknown>>);
  const cases = tables.flatMap(([profile, table]) =>
    Object.entries(table).map(([what, own]) => ({ profile: profile as ProfileName, what, own })),
  );
  it.each(cases)('$profile: $what', async ({ profile, own }) => {
    for (const seed of own) {
      const { violations } = await playSchedule(engine, profile, seed);
      expect({ seed, violations }).toEqual({ seed, violations: [] });
    }
  });
});
