import type {
  Connection,
  OAuthClient,
  OAuthGrant,
  SetupState,
  Vault,
} from '../../../sync/engine/connect-ports';
import type { KnownProfile } from '../../../sync/engine/permissions';
import type { PermissionsConfig } from '../../../sync/protocol/permissions';

/** A vault that copies what it is given, as a database does. */
export function createVault(): Vault & { readonly entries: Map<string, unknown> } {
  const entries = new Map<string, unknown>();
  const read = async <T>(name: string): Promise<T | null> =>
    structuredClone((entries.get(name) as T | undefined) ?? null);
  const write = async (name: string, value: unknown): Promise<void> => {
    if (value === null) entries.delete(name);
    else entries.set(name, structuredClone(value));
  };
  return {
    entries,
    client: () => read<OAuthClient>('client'),
    saveClient: (client) => write('client', client),
    agentsClient: () => read<OAuthClient>('client.agents'),
    saveAgentsClient: (client) => write('client.agents', client),
    deviceClient: () => read<OAuthClient>('client.device'),
    saveDeviceClient: (client) => write('client.device', client),
    grant: (side) => read<OAuthGrant>(`grant.${side}`),
    saveGrant: (side, grant) => write(`grant.${side}`, grant),
    connection: () => read<Connection>('connection'),
    saveConnection: (connection) => write('connection', connection),
    setup: () => read<SetupState>('setup'),
    saveSetup: (setup) => write('setup', setup),
    permissions: () => read<PermissionsConfig>('permissions'),
    savePermissions: (permissions) => write('permissions', permissions),
    knownProfile: () => read<KnownProfile>('knownProfile'),
    async saveKnownProfile(profile) {
      if (entries.has('connection')) await write('knownProfile', profile);
    },
    clear: async () => entries.clear(),
  };
}
