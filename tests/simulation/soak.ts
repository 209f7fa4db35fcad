/** Thirty days of both services, people and one installation, with credits that run out every day. */
import type { Engine } from './import-engine';
import { installLightWeb } from './light-web';
import { drawTraits } from './profiles';
import { createDice } from './random';
import { comeToRest } from './rest';
import { minute, openTheatre, runOnce, type Theatre } from './theatre';
import { causeOf, verdictOf, type Verdict } from './verdict';

const day = 24 * 60 * minute;
/** Fewer than looking once an hour takes. */
const scarce = { capPerDay: 250, reservePerDay: 20 };
/** Acts of people an hour, at most. */
const busy = 3;

/** Rows that are not history: those of records, and those that say something of one. */
async function rowsOf({ installations }: Theatre): Promise<{ own: number; lost: number }> {
  let own = 0;
  let lost = 0;
  for (const { store } of installations) {
    const keys = new Set<string>();
    for (const kind of ['account', 'contact', 'product'] as const)
      for (const { key } of (await store.pairsAfter(kind, null, Number.MAX_SAFE_INTEGER)).pairs)
        keys.add(key);
    own += keys.size;
    for (const { pairKey } of [...(await store.intents()), ...(await store.failures())])
      if (!keys.has(pairKey)) lost += 1;
  }
  return { own, lost };
}

/** Records that live on either side. */
const recordsOf = ({ services }: Theatre): number =>
  (['account', 'contact', 'product'] as const)
    .flatMap((kind) => [services.live('desk', kind), services.live('crm', kind)])
    .reduce((sum, live) => sum + live.length, 0);

/**
 * Plays `days` simulated days and lets everything come to rest: the full comparison of both sides is
 * that of every schedule. `onDay` is told of the rows that the store holds.
 */
export async function playSoak(
  engine: Engine,
  seed: string,
  days: number,
  onDay: (rows: number) => void,
): Promise<Verdict> {
  installLightWeb();
  const dice = createDice(`soak/${seed}`);
  const drawn = drawTraits('standard', dice, seed);
  const traits = { ...drawn, acts: 0.01, edits: Number.POSITIVE_INFINITY };
  const credits = { desk: scarce, crm: scarce };
  const theatre = openTheatre(engine, seed, traits, dice, {
    credits,
    ...(traits.deletions ? { deletions: traits.deletions } : {}),
  });
  const { users, clocks, services, wire } = theatre;
  users.populate();
  const one = await theatre.install('a');
  theatre.between = (share) => {
    if (theatre.wild && dice.chance(traits.acts * share)) users.act();
  };
  for (const side of ['desk', 'crm'] as const)
    services.sandboxes[side].world.faults.set(traits.faults, traits.faultRate);
  try {
    for (let today = 1; today <= days; today += 1) {
      const end = today * day + Date.parse('2026-06-01T08:00:00.000Z');
      while (clocks.now() < end) {
        for (let count = dice.whole(0, busy); count > 0; count -= 1) users.act();
        const isDoomed = dice.chance(traits.deaths * 0.1);
        if (isDoomed || one.isDead())
          one.wake(isDoomed ? { at: dice.whole(1, 120), moment: 'after' } : null);
        await runOnce(theatre, one, 'alarm');
        one.spare();
        await wire.pass(dice.whole(30, 60) * minute);
      }
      const { own, lost } = await rowsOf(theatre);
      onDay(own + lost);
    }
    theatre.caps.push({ from: wire.calls.length, credits: undefined });
    await engine.saveConfig(
      one.store,
      null,
      (config) => ({ ...config, credits: undefined }),
      'sameRecords',
    );
    const rest = [...(await comeToRest(theatre))];
    // Each row has a record that lives, or what is gone is kept for ever. Of each a failure may be
    // open as well: that a record was kept is reported until a person has looked (DEL-4).
    const [{ own, lost }, live] = [await rowsOf(theatre), recordsOf(theatre)];
    if (own > live || lost > 0)
      rest.push({ property: 'flat store', what: `${own} of ${live} records, ${lost} of none` });
    return verdictOf(theatre, rest);
  } catch (thrown) {
    return verdictOf(theatre, [{ property: 'P10 every run ends', what: causeOf(thrown) }]);
  }
}
