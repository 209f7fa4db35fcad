/** From nothing to the first sync running, whatever happens on the way. */
import type { Machine } from './machine';

/** Longest a set-up may take (ms). */
const patienceMs = 120_000;

/**
 * Takes each step again until the next is reached; a worker may be gone between any two. Answers how
 * many were taken: none where everything was set up.
 */
export async function setUp(machine: Machine): Promise<number> {
  const { clientId, clientSecret } = machine.sandbox.describe();
  const deadline = Date.now() + patienceMs;
  for (let taken = 0; ; taken += 1) {
    const answer = await machine.ask('setup.get');
    if (Date.now() > deadline) throw new Error(`set-up stands still: ${JSON.stringify(answer)}`);
    if (!answer.ok) {
      taken -= 1;
      continue;
    }
    const { step, desk } = answer.value;
    switch (step) {
      case 'client':
        await machine.ask('setup.saveClient', { clientId, clientSecret, dataCentre: 'us' });
        break;
      case 'connect': {
        await machine.closeStrayWindows();
        const hasDesk = desk !== null && desk.organisationId !== null;
        await machine.ask('setup.signIn', { side: hasDesk ? 'crm' : 'desk' });
        break;
      }
      case 'company':
        await machine.ask('setup.authorize', { displayOnly: false });
        break;
      case 'preferences':
      case 'mapping':
        await machine.ask('setup.goTo', { step: step === 'mapping' ? 'preview' : 'mapping' });
        break;
      case 'preview':
        await machine.ask('setup.start');
        break;
      // Offered after the first sync; these runs leave products alone.
      case 'products':
      case 'done':
        return taken;
      case 'agent':
        throw new Error('an agent’s installation');
    }
  }
}
