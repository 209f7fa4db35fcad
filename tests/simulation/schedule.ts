/** One schedule: people, services, faults and workers from one seed, and the verdict on it. */
import { createAdministrator } from './administrator';
import type { Engine } from './import-engine';
import { installLightWeb } from './light-web';
import { drawTraits, type ProfileName } from './profiles';
import { createDice } from './random';
import { comeToRest } from './rest';
import { minute, openTheatre, runTogether } from './theatre';
import { causeOf, verdictOf, type Verdict } from './verdict';
import { createMovers } from './views';

/** Plays one seed. */
export async function playSchedule(
  engine: Engine,
  profile: ProfileName,
  seed: string,
): Promise<Verdict> {
  installLightWeb();
  const dice = createDice(`${profile === 'hostile' ? profile : 'standard'}/${seed}`);
  const traits = drawTraits(profile, dice, seed);
  const { deletions } = traits;
  const theatre = openTheatre(engine, seed, traits, dice, deletions ? { deletions } : {});
  const { users, clocks, services, wire, tell } = theatre;
  const moverDice = createDice(`${seed}/views`);
  const movers = traits.views ? createMovers(services, moverDice) : null;
  users.populate();
  movers?.populate();
  clocks.advance(dice.whole(1, 20) * 1_000);
  const act = (): void => {
    for (const done of [users.act(), movers !== null && moverDice.chance(0.2) ? movers.act() : ''])
      if (done !== '') tell(done);
  };
  theatre.between = (share) => {
    if (theatre.wild && users.edits() < traits.edits && dice.chance(traits.acts * share)) act();
  };
  const hasRival = profile === 'rivals' || profile === 'references';
  const installation = await theatre.install('a', hasRival);
  const rival = hasRival ? await theatre.install('b', true) : null;
  const administrator = createAdministrator(theatre, installation);
  const people = theatre.between;
  theatre.between = (share) => {
    people(share);
    if (share === 1 && theatre.wild) administrator.act();
  };
  for (const side of ['desk', 'crm'] as const)
    services.sandboxes[side].world.faults.set(traits.faults, traits.faultRate);
  try {
    for (let round = 0; round < 40 && users.edits() < traits.edits; round += 1) {
      for (let count = dice.whole(0, 3); count > 0; count -= 1) act();
      const death = dice.chance(traits.deaths)
        ? {
            at: dice.whole(1, round === 0 ? 250 : 120),
            moment: dice.pick(['before', 'after'] as const),
          }
        : null;
      if (installation.isDead() || death !== null) installation.wake(death);
      administrator.plan();
      const trigger = dice.pick(['alarm', 'alarm', 'person'] as const);
      const both = rival && dice.chance(0.5) ? [installation, rival] : [installation];
      const [outcome = 'died'] = await runTogether(theatre, both, trigger);
      tell(`run: ${typeof outcome === 'string' ? outcome : (outcome.problem?.code ?? 'well')}`);
      installation.spare();
      await administrator.look();
      const wake = installation.isDead() ? null : await installation.sync().nextWakeAt();
      const due = Math.max(0, (wake ?? 0) - clocks.local.now());
      await wire.pass(
        dice.weighted([
          [3, dice.whole(1, 2_000)],
          [5, due + dice.whole(0, 2_000)],
          [2, dice.whole(1, 12) * minute],
        ]),
      );
    }
    await administrator.restore();
    const rest = await comeToRest(theatre);
    return verdictOf(theatre, rest);
  } catch (thrown) {
    return verdictOf(theatre, [{ property: 'P10 every run ends', what: causeOf(thrown) }]);
  }
}
