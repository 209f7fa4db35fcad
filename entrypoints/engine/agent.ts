/** What agents do beside a ticket: adding to CRM, and linking. Nothing here decides anything. */
import { createAdditions, type AdditionPorts } from '../../sync/engine/additions';
import { createHandLinks, type HandLinkPorts } from '../../sync/engine/hand-links';
import { createLinks, type LinkPorts } from '../../sync/engine/links';
import type { Profiles } from '../../sync/engine/profile';

interface AgentParts
  extends
    Omit<AdditionPorts, 'onPerson' | 'desk' | 'crm' | 'profiles'>,
    Omit<LinkPorts, 'hand' | 'desk' | 'crm' | 'profiles'>,
    Omit<HandLinkPorts, 'desk' | 'crm'> {
  readonly profiles: Profiles;
  readonly readers: {
    readonly desk: AdditionPorts['desk'];
    readonly crm: AdditionPorts['crm'] & LinkPorts['crm'];
  };
  readonly remotes: Pick<HandLinkPorts, 'desk' | 'crm'>;
}

export function assembleAgent({ readers, remotes, ...parts }: AgentParts) {
  const links = createLinks({
    ...parts,
    ...readers,
    hand: createHandLinks({ ...parts, ...remotes }),
  });
  const additions = createAdditions({
    ...parts,
    ...readers,
    onPerson: async (place, module, id) => void (await links.link(place, module, id)),
  });
  return { links, additions };
}
