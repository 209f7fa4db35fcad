/**
 * Reference fields: a unique CRM field for the id of the Desk record. A record that is created with
 * one can never be made twice, whatever becomes of the answer. The sync works without them.
 */
import type { ReferenceMessages, ReferenceView } from '../protocol/references';
import { kinds, type FieldMeta, type Kind } from '../types';
import type { SyncConfig } from '../types/settings';
import { notConnected, ofScreens, SyncError } from '../core/problem';
import type { Log, Notifier, Store } from './ports';
import type { Remote } from './remote-ports';
import { saveConfig } from './save-config';
import { takeUnframed, type Taken } from './sender';

export interface ReferencePorts {
  readonly store: Pick<Store, 'control' | 'config' | 'commit' | 'cursor'>;
  readonly crm: Pick<Remote, 'fields' | 'createReference'>;
  readonly notifier: Notifier;
  readonly log: Log;
  /** Begins a run; answered before it ends. */
  run(): void;
}

/** One handler a message; none of them ever rejects. */
export type ReferenceHandlers = Taken<ReferenceMessages>;

/** As CRM's pages show it; contract 2.8: at most 25 characters. */
export const referenceLabels: Readonly<Record<Kind, string>> = {
  account: 'Desk Account ID',
  contact: 'Desk Contact ID',
  product: 'Desk Product ID',
};

/** Which of the kinds that are synced have their field. */
export function referencesOf({ syncType, references }: SyncConfig): readonly ReferenceView[] {
  return kinds
    .filter((kind) => syncType[kind] !== 'displayOnly')
    .map((kind) => ({
      kind,
      field: references?.[kind] === undefined ? null : referenceLabels[kind],
    }));
}

/** A field that can hold it: unique, text, ours to write. */
const isFit = ({ label, type, unique, readOnly }: FieldMeta, kind: Kind): boolean =>
  label === referenceLabels[kind] && type === 'text' && unique && !readOnly;

/** The handlers over these ports. */
export function createReferenceHandlers(ports: ReferencePorts): ReferenceHandlers {
  const { store, crm, notifier } = ports;
  const take = takeUnframed(ports.log);

  async function settings(): Promise<SyncConfig> {
    const config = await store.config();
    if (config === null) throw new SyncError(notConnected);
    return config;
  }

  /** The field of an earlier attempt whose answer was lost serves as well as a new one. */
  async function made(kind: Kind): Promise<string> {
    const before = (await crm.fields(kind)).find((field) => isFit(field, kind));
    const name = before?.name ?? (await crm.createReference?.(kind, referenceLabels[kind])) ?? null;
    if (name === null) throw new SyncError({ ...notUnique, about: referenceLabels[kind] });
    return name;
  }

  return {
    'references.create': take(
      (data) => kinds.some((kind) => kind === data?.kind),
      async ({ kind }) => {
        await settings();
        const name = await made(kind);
        const { version } = await saveConfig(
          store,
          null,
          (config) => ({ ...config, references: { ...config.references, [kind]: name } }),
          'sameRecords',
        );
        notifier.changed('setup');
        ports.run();
        return version;
      },
    ),
  };
}

const notUnique = ofScreens('reference.notUnique', 'configuration');
