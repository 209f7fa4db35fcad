import { describe, expect, it } from 'vitest';
import { createPublication } from '../../sync/engine/publication';
import type { AgentSettings } from '../../sync/protocol/publication';
import { parseAgentSettings } from '../../sync/storage/settings-shape';
import { createCrmLease } from '../../sync/zoho/crm-lease';
import { createCrmVariables } from '../../sync/zoho/crm-variables';
import { checkedBenches } from './checked';
import { zohoBench, type ZohoBench } from './zoho';

const { opened } = checkedBenches();

const settingsOf = (profiles: number): AgentSettings => ({
  permissions: {
    profiles: Object.fromEntries(
      Array.from({ length: profiles }, (_, at) => [
        String(500_000_000 + at),
        { visible: true, contacts: true, accounts: at % 2 === 0, restricted: null },
      ]),
    ),
    handshake: true,
  },
});

const subject = (bench: ZohoBench, http = bench.http.crm) =>
  createPublication({
    board: createCrmVariables(http),
    clock: bench.clock,
    log: { info: () => undefined, warn: () => undefined },
    deskOrgId: async () => bench.sandbox.describe().deskOrgId,
    parse: parseAgentSettings,
  });

async function open(options: Parameters<typeof zohoBench>[0] = {}): Promise<ZohoBench> {
  const bench = await zohoBench({ contacts: 2, ...options });
  opened.push(bench);
  return bench;
}

describe("settings in CRM's variables", () => {
  it('are published by an administrator and read by another installation in one call', async () => {
    const bench = await open();
    await createCrmLease(bench.http.crm).write({ owner: 'a', name: 'b', epoch: 1, until: 2 });
    const [mine, other] = [subject(bench), subject(bench)];
    expect(await mine.read()).toEqual({ state: 'none' });
    const first = await mine.publish(settingsOf(4), null);
    const before = bench.calls.length;
    expect(await other.read()).toEqual(first);
    expect(bench.calls.length - before).toBe(1);
    const version = 'version' in first ? first.version : null;
    await other.publish(settingsOf(120), version);
    expect(await mine.read()).toMatchObject({ state: 'current', settings: settingsOf(120) });
    await mine.publish(settingsOf(5), await versionOf(mine));
    // The places are used in turn: what was made once is changed, not made again.
    await mine.publish(settingsOf(110), await versionOf(mine));
    expect(await other.read()).toMatchObject({ state: 'current', settings: settingsOf(110) });
  });

  it('are cut to the length that CRM names when it refuses', async () => {
    const bench = await open();
    // A company whose variables CRM keeps shorter than the contract says.
    const short: typeof bench.http.crm = {
      ...bench.http.crm,
      async send(request) {
        const [item] =
          (request.body as { variables: { value: string }[] } | undefined)?.variables ?? [];
        if (item === undefined || item.value.length <= 255) return bench.http.crm.send(request);
        const details = { maximum_length: 255, api_name: 'value' };
        const refusal = { code: 'INVALID_DATA', details, message: 'invalid data', status: 'error' };
        return { status: 400, body: { variables: [refusal] } };
      },
    };
    await subject(bench, short).publish(settingsOf(20), null);
    expect(await subject(bench).read()).toMatchObject({ settings: settingsOf(20) });
    const values = bench.calls
      .filter((call) => call.method !== 'GET')
      .map((call) => (JSON.parse(call.body ?? '') as { variables: { value: string }[] }).variables)
      .map(([item]) => item?.value ?? '');
    expect(values.length).toBeGreaterThan(5);
    for (const value of values) expect(value.length).toBeLessThanOrEqual(255);
  });

  it('fit where a part is as long as CRM takes, and CRM itself says how long that is', async () => {
    const bench = await open();
    const board = createCrmVariables(bench.http.crm);
    await board.read();
    expect(await board.write('tandem_1_a1', 'x'.repeat(2001))).toEqual({ longest: 2000 });
    expect(await board.write('tandem_1_a1', 'x'.repeat(2000))).toBe('written');
    expect((await board.read()).get('tandem_1_a1')).toHaveLength(2000);
    expect(await board.write('tandem_1_a1', 'x'.repeat(2001))).toEqual({ longest: 2000 });
  });

  it('are withdrawn', async () => {
    const bench = await open();
    const publication = subject(bench);
    await publication.publish(settingsOf(60), null);
    await publication.withdraw(bench.sandbox.describe().deskOrgId);
    expect(await subject(bench).read()).toMatchObject({ state: 'withdrawn' });
    const left = await createCrmVariables(bench.http.crm).read();
    expect([...left.values()].join('')).not.toContain('visible');
  });

  it('may be read by an agent, and not written', async () => {
    const { sandbox } = await open();
    const [agent] = sandbox.describe().agents;
    const bench = await open({ use: 'agent', user: agent?.email ?? '' });
    expect(await subject(bench).read()).toEqual({ state: 'none' });
    await expect(subject(bench).publish(settingsOf(1), null)).rejects.toMatchObject({
      problem: { kind: 'configuration' },
    });
  });
});

async function versionOf(publication: ReturnType<typeof subject>): Promise<number | null> {
  const found = await publication.read();
  return 'version' in found ? found.version : null;
}
