import { beforeEach, expect, it, vi } from 'vitest';

const channel = vi.hoisted(() => ({
  sent: [] as unknown[],
  answer: undefined as unknown,
  hear: (_message: unknown, _sender: unknown, _reply: (answer: unknown) => void): void => undefined,
}));
vi.mock('wxt/browser', () => ({
  browser: {
    runtime: {
      sendMessage: async (message: unknown) => {
        channel.sent.push(message);
        return channel.answer;
      },
      onMessage: {
        addListener(listener: typeof channel.hear) {
          channel.hear = listener;
        },
      },
    },
  },
}));
const { askBackground, hearBackground } = await import('../../../sync/browser/page-messaging');

beforeEach(() => {
  channel.sent.length = 0;
});

const place = { address: 'https://desk.zoho.eu/', pass: 'p', tabs: [], drawn: null };

it('asks in the form of the library, and takes its answer', async () => {
  channel.answer = { res: { ok: true, value: { show: true } } };
  expect(await askBackground('host.place', place)).toEqual({ ok: true, value: { show: true } });
  expect(channel.sent).toEqual([
    { id: expect.any(Number), type: 'host.place', data: place, timestamp: expect.any(Number) },
  ]);
});

it.each([undefined, null, {}, { err: { message: 'refused' } }])(
  'takes %j for no answer',
  async (answer) => {
    channel.answer = answer;
    await expect(askBackground('host.place', place)).rejects.toThrow('no answer');
  },
);

it('answers notices that it knows and is silent to all else', () => {
  const looked: unknown[] = [];
  hearBackground({
    'host.look': () => void looked.push('look'),
    'host.size': () => undefined,
    'host.focus': () => undefined,
    'host.board': ({ act }) => act === 'open',
  });
  const replies: unknown[] = [];
  const tell = (message: unknown): void =>
    channel.hear(message, {}, (answer) => void replies.push(answer));
  tell({ type: 'host.board', data: { pass: null, act: 'open' } });
  tell({ type: 'host.look', data: null });
  expect(looked).toEqual(['look']);
  expect(replies).toEqual([{ res: true }, { res: undefined }]);
  for (const message of [
    null,
    undefined,
    'host.look',
    {},
    { type: 'toString' },
    { type: 'profile' },
  ])
    tell(message);
  expect(replies).toHaveLength(2);
});
