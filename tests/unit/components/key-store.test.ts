import { expect, it } from 'vitest';
import type { Client, Notice } from '../../../components/state/client';
import { createKeyStore } from '../../../components/state/key-store';

/** A store that is at work, and what answers its questions in the order in which it asked. */
function begin({ savesAtOnce }: { savesAtOnce: boolean }) {
  const answers: ((value: unknown) => void)[] = [];
  const saved: ((value: unknown) => void)[] = [];
  let heard: (notice: Notice) => void = () => undefined;
  const client = {
    ask: (name: string) =>
      name === 'keys.save' && savesAtOnce
        ? Promise.resolve({ ok: true, value: null })
        : new Promise((answer) => (name === 'keys.save' ? saved : answers).push(answer)),
    listen(onNotice: typeof heard) {
      heard = onNotice;
      return () => undefined;
    },
  } as unknown as Client;
  const keys = createKeyStore(client);
  keys.start();
  return { keys, answers, saved, tell: (notice: Notice) => heard(notice) };
}

it('keeps a key that was changed while an older answer was on its way', async () => {
  const { keys, answers, tell } = begin({ savesAtOnce: true });
  keys.bind('down', 'm');
  tell({ topic: 'keys', subject: null });
  keys.bind('up', 'p');
  for (const answer of answers) answer({ ok: true, value: '{"down":"m"}' });
  await Promise.resolve();
  await new Promise((done) => setTimeout(done));
  expect(keys.store.getState()).toMatchObject({ down: 'm', up: 'p' });
  // What others change is taken as ever.
  tell({ topic: 'keys', subject: null });
  answers.at(-1)?.({ ok: true, value: '{"down":"q"}' });
  await new Promise((done) => setTimeout(done));
  expect(keys.store.getState().down).toBe('q');
});

it('takes no answer to what was asked amid a change, and asks anew after it', async () => {
  const { keys, answers, saved, tell } = begin({ savesAtOnce: false });
  keys.bind('down', 'm');
  tell({ topic: 'keys', subject: null });
  saved[0]?.({ ok: true, value: null });
  await new Promise((done) => setTimeout(done));
  // The background had answered before it stored the change.
  answers[1]?.({ ok: true, value: '{"down":"j"}' });
  await new Promise((done) => setTimeout(done));
  expect(keys.store.getState().down).toBe('m');
  expect(answers).toHaveLength(3);
  answers[2]?.({ ok: true, value: '{"down":"m","up":"q"}' });
  await new Promise((done) => setTimeout(done));
  expect(keys.store.getState()).toMatchObject({ down: 'm', up: 'q' });
});
