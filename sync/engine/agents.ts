/** What the administrator hands to agents (CON-8): a client of their own, and the text to join by. */
import type { AgentsView } from '../protocol/access';
import { joinText } from './join';
import type { OAuthClient } from './connect-ports';
import { refused } from './connect-problems';
import type { ConnectPorts } from './connect-state';

export interface Agents {
  view(): Promise<AgentsView>;
  /** Stores the agents' client once Zoho knows it. Never the client of the sync itself. */
  save(client: OAuthClient): Promise<AgentsView>;
}

export function createAgents({ vault, oauth, identity, homepage }: ConnectPorts): Agents {
  async function view(): Promise<AgentsView> {
    const [connection, client, setup, permissions] = await Promise.all([
      vault.connection(),
      vault.agentsClient(),
      vault.setup(),
      vault.permissions(),
    ]);
    const settings = permissions === null ? null : { permissions };
    return {
      redirectAddress: identity.redirectAddress(),
      homepage,
      dataCentre: connection?.dataCentre ?? setup?.dataCentre ?? 'us',
      clientId: client?.id ?? null,
      text: connection === null || client === null ? null : joinText(connection, client, settings),
    };
  }

  return {
    view,
    async save(entered) {
      const [connection, own, setup] = await Promise.all([
        vault.connection(),
        vault.client(),
        vault.setup(),
      ]);
      if (connection === null) throw refused('connect.incomplete');
      if (setup?.agent !== undefined) throw refused('join.agent');
      const client = { id: entered.id.trim(), secret: entered.secret.trim() };
      if (client.id === '' || client.secret === '') throw refused('connect.clientIncomplete');
      if (client.id === own?.id) throw refused('agents.sameClient');
      await oauth.checkClient(client, connection.dataCentre);
      await vault.saveAgentsClient(client);
      return view();
    },
  };
}
