import { describe, expect, it } from 'vitest';
import { quarantineMs } from '../../../sync/core/quarantine';
import type { AdditionDraft } from '../../../sync/protocol/additions';
import type { ProfileView } from '../../../sync/protocol/profile';
import { createAgent, field } from './addition-fakes';
import { settle, start } from './small-fakes';
import { ids, ticket } from './profile-fakes';

const note = (key: string, text: string, over: Partial<AdditionDraft> = {}): AdditionDraft => ({
  place: ticket,
  key,
  kind: 'note',
  values: { Note_Content: text },
  ...over,
});

const unreachable = { code: 'zoho.unreachable', kind: 'transient', message: 'No way.' } as const;
const later = quarantineMs + 1;

describe('adding', () => {
  it('puts what was typed into CRM, once, and says so', async () => {
    const { world, additions } = createAgent();
    await additions.keep(note('key-0001', 'Called back'));
    const view = await additions.add(note('key-0001', 'Called back'));
    expect(view.rows).toMatchObject([
      { key: 'key-0001', state: 'added', id: world.records[0]?.id },
    ]);
    // A second click, a second window.
    await additions.add(note('key-0001', 'Called back'));
    expect(world.records).toHaveLength(1);
    expect(world.records[0]?.fields).toEqual({ Note_Content: 'Called back' });
  });

  it('sends once for two clicks at the same time', async () => {
    const { world, additions } = createAgent();
    const draft = note('key-0001', 'Twice');
    await Promise.all([additions.add(draft), additions.add(draft)]);
    expect(world.sends).toBe(1);
  });

  it("writes the ticket's address under the text, and never twice", async () => {
    const { world, additions } = createAgent();
    const url = `https://desk.zoho.com/agent/x/tickets/details/${ticket.id}`;
    const values = { Note_Content: 'See', ticketLink: 'true' };
    await additions.add(note('key-0001', '', { values }));
    expect(world.records[0]?.fields).toEqual({ Note_Content: `See\n\nTicket #1042: ${url}` });
    const again = { Note_Content: `See ${url}`, ticketLink: 'true' };
    await additions.add(note('key-0002', '', { values: again }));
    expect(world.records[1]?.fields).toEqual({ Note_Content: `See ${url}` });
  });

  it('hangs tasks and potentials on the customer', async () => {
    const { world, additions } = createAgent();
    await additions.add(note('key-0001', '', { kind: 'task', values: { Subject: 'Call' } }));
    const values = { Deal_Name: 'Renewal', Stage: 'Open', Amount: '1200.5' };
    await additions.add(note('key-0002', '', { kind: 'potential', values }));
    expect(world.records.map(({ fields }) => fields)).toEqual([
      { Subject: 'Call', Who_Id: ids.crm },
      { Deal_Name: 'Renewal', Stage: 'Open', Amount: 1200.5, Contact_Name: ids.crm },
    ]);
  });

  it('creates a contact only where nobody was found, and says who it belongs to', async () => {
    const { world, additions } = createAgent();
    const draft = note('key-0001', '', { kind: 'contact', values: { Last_Name: 'Lindqvist' } });
    expect((await additions.add(draft)).rows[0]?.problem?.code).toBe('addition.notAllowed');
    world.profile = {
      ...world.profile,
      result: { state: 'none', searched: [] },
    } satisfies ProfileView;
    expect((await additions.view(ticket)).kinds).toEqual(['contact', 'lead']);
    await additions.add(draft);
    expect(world.people).toEqual([`Contacts/${world.records[0]?.id}`]);
  });
});

describe('what is refused', () => {
  it('is a draft again with the reason, the field by its name', async () => {
    const { world, additions } = createAgent();
    world.fates = ['refused'];
    const draft = note('key-0001', '', { kind: 'task', values: { Subject: 'Call' } });
    const { rows } = await additions.add(draft);
    expect(rows).toMatchObject([{ state: 'draft', values: { Subject: 'Call' } }]);
    expect(rows[0]?.problem).toMatchObject({ about: 'Due Date', message: 'A field is empty.' });
    expect((await additions.add(draft)).rows[0]?.state).toBe('added');
    expect(world.records).toHaveLength(1);
  });

  it('is never sent where a mandatory field is empty or cannot be filled here', async () => {
    const { world, additions } = createAgent();
    const risk = field('Risk', {
      type: 'picklist',
      required: true,
      options: [{ value: 'Low', label: 'Low' }],
    });
    const quote = field('Quote', { type: 'unsupported', required: true });
    world.layouts.set('Tasks', [field('Subject', { required: true }), field('Owner_Team'), risk]);
    const draft = note('key-0001', '', { kind: 'task', values: { Subject: 'Call' } });
    const form = await additions.form(ticket, 'task');
    expect(form.fields.map(({ name }) => name)).toEqual(['Subject', 'Risk']);
    expect((await additions.add(draft)).rows[0]?.problem?.about).toBe('Risk');
    const filled = { ...draft, values: { Subject: 'Call', Risk: 'Low' } };
    world.layouts.set('Tasks', [field('Subject', { required: true }), quote]);
    expect((await additions.add(filled)).rows[0]?.problem?.code).toBe('addition.unfillable');
    expect(world.sends).toBe(0);
  });

  it('is what the administrator, the profile or the sign-in does not allow', async () => {
    const { world, additions } = createAgent();
    world.kinds = ['task'];
    const { rows, kinds } = await additions.add(note('key-0001', 'Hello'));
    expect(kinds).toEqual(['task']);
    expect(rows[0]).toMatchObject({ state: 'draft', problem: { code: 'addition.notAllowed' } });
    world.kinds = ['note'];
    world.scopes = [];
    expect(await additions.view(ticket)).toMatchObject({ kinds: [], ungranted: ['note'] });
    expect((await additions.add(note('key-0001', 'Hello'))).rows[0]?.state).toBe('draft');
    expect(world.sends).toBe(0);
  });

  it.each([{ state: 'loading' }, { state: 'failed', problem: unreachable }] as const)(
    'is nothing for good while the customer is $state: that is no word of what may be added',
    async (result) => {
      const { world, additions } = createAgent();
      world.profile = { ...world.profile, result } satisfies ProfileView;
      expect((await additions.view(ticket)).kinds).toBeNull();
      const { rows } = await additions.add(note('key-0001', 'Hello'));
      expect(rows[0]).toMatchObject({
        state: 'draft',
        values: { Note_Content: 'Hello' },
        problem: { code: 'addition.notYet', kind: 'transient' },
      });
      expect(world.sends).toBe(0);
    },
  );

  it('is everything while the browser is offline; the text stays', async () => {
    const { world, additions } = createAgent();
    world.online = false;
    const { rows } = await additions.add(note('key-0001', 'Hello'));
    expect(rows[0]).toMatchObject({
      state: 'draft',
      values: { Note_Content: 'Hello' },
      problem: { code: 'addition.offline' },
    });
    expect(world.sends).toBe(0);
  });
});

describe('an answer that never comes', () => {
  it('is looked up, and what CRM has is taken for it', async () => {
    const { world, additions } = createAgent();
    world.fates = ['lostAfter'];
    const { rows } = await additions.add(note('key-0001', 'Once'));
    expect(rows[0]).toMatchObject({ state: 'unknown', knownBy: start + quarantineMs });
    // The agent may press as often as they like.
    await additions.add(note('key-0001', 'Once'));
    expect((await additions.look(ticket, 'key-0001')).rows[0]?.state).toBe('added');
    expect(world.records).toHaveLength(1);
    expect(world.sends).toBe(1);
  });

  it('is not believed to mean "not added" before the quarantine is over', async () => {
    const { world, additions } = createAgent();
    world.fates = ['late'];
    await additions.add(note('key-0001', 'Late'));
    world.clock.advance(quarantineMs - 1000);
    await additions.settle();
    expect((await additions.view(ticket)).rows[0]?.state).toBe('unknown');
    world.arrive();
    await additions.settle();
    expect(world.rows.stored.get('key-0001')?.state).toBe('added');
    expect(world.records).toHaveLength(1);
  });

  it('leaves a draft when CRM has nothing after the quarantine', async () => {
    const { world, additions } = createAgent();
    world.fates = ['lostBefore'];
    await additions.add(note('key-0001', 'Lost'));
    world.clock.advance(later);
    await additions.settle();
    const { rows } = await additions.view(ticket);
    expect(rows[0]).toMatchObject({ state: 'draft', problem: { code: 'addition.notAdded' } });
    expect((await additions.add(note('key-0001', 'Lost'))).rows[0]?.state).toBe('added');
    expect(world.records).toHaveLength(1);
  });

  it('never takes the record of another addition for its own', async () => {
    const { world, additions } = createAgent();
    await additions.add(note('key-0001', 'No answer on the phone'));
    world.fates = ['lostBefore'];
    await additions.add(note('key-0002', 'No answer on the phone'));
    await additions.settle();
    expect(world.rows.stored.get('key-0002')?.state).toBe('unknown');
  });

  it.each(['stopped', 'stoppedAfter'] as const)(
    'survives a worker that is stopped while it sends (%s)',
    async (fate) => {
      const { world, additions, reborn } = createAgent();
      world.fates = [fate];
      void additions.add(note('key-0001', 'Stopped'));
      await settle();
      expect(world.rows.stored.get('key-0001')?.state).toBe('adding');
      // An alarm was set before anything was sent.
      expect(world.alarms.length).toBeGreaterThan(0);
      const next = reborn();
      await next.settle();
      if (fate === 'stoppedAfter') expect(world.rows.stored.get('key-0001')?.state).toBe('added');
      else {
        expect(world.rows.stored.get('key-0001')?.state).toBe('unknown');
        world.clock.advance(later);
        await next.settle();
        expect((await next.view(ticket)).rows[0]?.state).toBe('draft');
        await next.add(note('key-0001', 'Stopped'));
      }
      expect(world.records).toHaveLength(1);
    },
  );
});

describe('what is typed', () => {
  it('outlives the worker, belongs to its ticket, and goes when it is emptied', async () => {
    const { additions, reborn } = createAgent();
    await additions.keep(note('key-0001', 'Half a th'));
    const next = reborn();
    expect((await next.view(ticket)).rows).toMatchObject([
      { state: 'draft', values: { Note_Content: 'Half a th' } },
    ]);
    expect((await next.view({ ...ticket, id: '500000009' })).rows).toEqual([]);
    await next.keep(note('key-0001', '  '));
    expect((await next.view(ticket)).rows).toEqual([]);
  });

  it('does not change what is on its way', async () => {
    const { world, additions } = createAgent();
    world.fates = ['lostBefore'];
    await additions.add(note('key-0001', 'Sent'));
    await additions.keep(note('key-0001', 'Typed after'));
    expect(world.rows.stored.get('key-0001')?.values).toEqual({ Note_Content: 'Sent' });
  });
});
