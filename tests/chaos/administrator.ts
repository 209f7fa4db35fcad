/** What somebody sets, at Zoho's or in Tandem's pages, while all this goes on. */
import type { Machine } from './machine';

const faults = ['latency', 'rateLimit', 'serverError', 'dropBefore', 'dropAfter', 'truncate'];

/** What share of the calls goes wrong from now on, and by which seed. */
export async function setFaults(machine: Machine, rate: number, seed: string): Promise<void> {
  await machine.control('/faults', { kinds: rate === 0 ? [] : faults, rate, seed });
}

/** Takes the city out of the mapping or puts it back in, whoever else saved meanwhile. */
export async function mapCity(machine: Machine, mapped: boolean): Promise<void> {
  for (let attempt = 0; attempt < 20; attempt += 1) {
    const answer = await machine.ask('mapping.get', { kind: 'contact' });
    if (!answer.ok) continue;
    const { version, lines } = answer.value;
    const others = lines.filter(({ desk }) => desk !== 'city');
    if (others.length === lines.length - (mapped ? 1 : 0) && mapped) return;
    const city = { desk: 'city', crm: 'Mailing_City', direction: 'both' } as const;
    const saved = await machine.ask('mapping.save', {
      kind: 'contact',
      version,
      lines: mapped ? [...others, city] : others,
    });
    if (saved.ok) return;
  }
  throw new Error('the mapping cannot be saved');
}

/** What a deletion of a contact does to its counterpart, on either side. */
export async function preferDeletions(machine: Machine, wanted: 'never' | 'always'): Promise<void> {
  const rule = { crmDeleted: wanted, deskDeleted: wanted };
  for (let attempt = 0; attempt < 20; attempt += 1) {
    const answer = await machine.ask('preferences.get');
    if (!answer.ok) continue;
    const { version, draft } = answer.value;
    const { contact } = draft.deletions;
    if (contact.crmDeleted === wanted && contact.deskDeleted === wanted) return;
    const deletions = { ...draft.deletions, contact: rule };
    // Looked at again: the answer of a worker that was stopped may be lost.
    await machine.ask('preferences.save', { version, draft: { ...draft, deletions } });
  }
  throw new Error('the preferences cannot be saved');
}
