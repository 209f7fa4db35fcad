/** Linked records on a stage, to be deleted, restored and merged. */
import type { DeletePreference, SyncConfig } from '../../../sync/types/settings';
import type { Kind, Side } from '../../../sync/types';
import { createStage, type Stage } from './stage';

export const second = 1000;
export const names: Readonly<Record<Kind, Readonly<Record<Side, string>>>> = {
  account: { desk: 'accountName', crm: 'Account_Name' },
  contact: { desk: 'lastName', crm: 'Last_Name' },
  product: { desk: 'productName', crm: 'Product_Name' },
};

export interface Linked {
  readonly stage: Stage;
  readonly desk: string;
  readonly crm: string;
}

export const preferring = (kind: Kind, preference: DeletePreference): Partial<SyncConfig> => {
  const never: DeletePreference = { crmDeleted: 'never', deskDeleted: 'never' };
  return {
    syncType: { account: 'twoWay', contact: 'twoWay', product: 'twoWay' },
    deletions: { account: never, contact: never, product: never, [kind]: preference },
  };
};

/** One linked record of a kind, a minute after it came to rest. */
export async function linked(
  preference: Partial<DeletePreference>,
  kind: Kind = 'contact',
): Promise<Linked> {
  const stage = await createStage({
    config: preferring(kind, { crmDeleted: 'never', deskDeleted: 'never', ...preference }),
  });
  const email = kind === 'contact' ? { email: 'a@x.test', phone: '1' } : {};
  const desk = stage.desk.add(kind, { [names[kind].desk]: 'Doe', ...email });
  await stage.run();
  stage.world.now += 60 * second;
  await stage.run();
  stage.world.now += 60 * second;
  return { stage, desk, crm: stage.crm.rows(kind)[0]?.id ?? '' };
}

/** The run that sees it, the run that follows, and one more that must have nothing to do. */
export async function runs(stage: Stage, count = 3): Promise<void> {
  for (let n = 0; n < count; n++) {
    await stage.run();
    stage.world.now += 60 * second;
  }
}

export const isAlive = (stage: Stage, side: Side, id: string): boolean =>
  (['account', 'contact', 'product'] as const).some((kind) =>
    stage[side].rows(kind).some((row) => row.id === id && row.trashedAt === null),
  );
export const codes = async (stage: Stage): Promise<string[]> =>
  (await stage.store.failures()).map((one) => one.problem.code);
export const deletes = (stage: Stage): number =>
  [...stage.desk.writes, ...stage.crm.writes].filter((one) => one.type === 'delete').length;
