import { describe, expect, it } from 'vitest';
import { SyncError } from '../../../sync/core/problem';
import { remember, signs, type ContactMark } from '../../../sync/core/foreign-sync';
import { createConnect, type Connect } from '../../../sync/engine/connect';
import { client, createWorld } from './connect-fakes';

const mark = (id: string, crmId: string | null, createdAt = 100): ContactMark => ({
  id,
  crmId,
  createdAt,
});

describe('a sign of another sync', () => {
  const seen = remember([mark('1', null), mark('2', '22'), mark('3', '33', 200)]);
  it.each([
    ['nothing new', [mark('1', null), mark('2', '22')], 0],
    ['an id that appears', [mark('1', '11')], 1],
    ['an id that changes', [mark('2', '99')], 1],
    ['an id that goes', [mark('2', null)], 0],
    ['a new contact with an id', [mark('9', '90', 201)], 1],
    ["a new contact of the newest one's own second", [mark('9', '90', 200)], 1],
    ['a new contact without', [mark('9', null, 201)], 0],
    ['an older contact that comes into view', [mark('9', '90', 50)], 0],
    ['one whose age is unknown', [{ id: '9', crmId: '90', createdAt: null }], 0],
    ['an id called like a part of every object', [mark('constructor', '1', 50)], 0],
  ])('%s', (_, marks, number) => {
    expect(signs(marks, seen)).toBe(number);
  });
});

async function running(world: ReturnType<typeof createWorld>): Promise<Connect> {
  const connect = createConnect(world.ports);
  await connect.saveClient(client);
  await connect.signIn('desk');
  await connect.signIn('crm');
  await connect.authorize({ displayOnly: false });
  await connect.start();
  await connect.correspondence.poll('foreign');
  return connect;
}

describe('the watch', () => {
  it('stops the sync at a sign, asks, and goes on with what is so then', async () => {
    const world = createWorld();
    world.zoho.marks = [mark('1', null)];
    const connect = await running(world);
    world.zoho.marks = [mark('1', '11')];
    await connect.correspondence.poll('foreign');
    expect(world.seen.sync).toEqual([]);
    world.clock.advance(60 * 60_000);
    await connect.correspondence.poll('foreign');
    expect(world.seen.sync).toEqual(['pause']);
    expect((await connect.view()).access.foreignFound).toBe(1);
    // Resumed without an answer, it is stopped again.
    world.clock.advance(60 * 60_000);
    await connect.correspondence.poll('foreign');
    expect(world.seen.sync).toEqual(['pause', 'pause']);
    await connect.correspondence.settleForeign('turnedOff');
    expect(world.seen.sync).toEqual(['pause', 'pause', 'resume']);
    await connect.correspondence.lookForForeign();
    expect((await connect.view()).access.foreignFound).toBe(0);
    expect(world.seen.sync).toHaveLength(3);
  });

  it('switches to display only where that is the answer', async () => {
    const world = createWorld();
    const connect = await running(world);
    await connect.correspondence.settleForeign('displayOnly');
    expect(world.seen.sync).toEqual(['displayOnly', 'resume']);
  });

  it('looks again before the next run where Desk gave no answer', async () => {
    const world = createWorld();
    world.zoho.marks = [mark('1', null)];
    const connect = await running(world);
    world.zoho.marks = [mark('1', '11')];
    world.zoho.fail.directory = new SyncError({
      code: 'zoho.busy',
      kind: 'transient',
      message: 'Too many calls.',
    });
    await connect.correspondence.lookForForeign();
    expect(world.seen.sync).toEqual([]);
    world.zoho.fail.directory = undefined;
    // The look before it is seconds old.
    await connect.correspondence.poll('foreign');
    expect(world.seen.sync).toEqual(['pause']);
    // Answered, it is not asked again within the hour.
    const asked = world.seen.trials.length;
    await connect.correspondence.poll('foreign');
    expect(world.seen.trials).toHaveLength(asked);
  });

  it('compares with the look before, though it was begun while that one was under way', async () => {
    const world = createWorld();
    const { trial } = world.ports;
    const answers = [[mark('1', null)], [mark('1', '11')]];
    const connect = createConnect({
      ...world.ports,
      trial: (...of) => ({ ...trial(...of), contactMarks: async () => answers.shift() ?? [] }),
    });
    await connect.saveClient(client);
    await connect.signIn('desk');
    await connect.signIn('crm');
    await connect.authorize({ displayOnly: false });
    await connect.start();
    await Promise.all([
      connect.correspondence.poll('foreign'),
      connect.correspondence.lookForForeign(),
    ]);
    expect(world.seen.sync).toEqual(['pause']);
  });

  it('looks at nothing before set-up has ended', async () => {
    const world = createWorld();
    const connect = createConnect(world.ports);
    await connect.saveClient(client);
    await connect.signIn('desk');
    const before = world.seen.trials.length;
    await connect.correspondence.lookForForeign();
    expect(world.seen.trials).toHaveLength(before);
  });
});
