/** What was said in a ticket. The pages show it; the API part may read it for threads. */
import type { World } from '../world';

export interface Message {
  readonly author: string;
  readonly by: 'contact' | 'agent';
  readonly at: number;
  /** Paragraphs are parted by a blank line. */
  readonly text: string;
}

const key = 'pages.conversations';

function conversations(world: World): Map<string, Message[]> {
  const known = world.own.get(key);
  if (known instanceof Map) return known as Map<string, Message[]>;
  const made = new Map<string, Message[]>();
  world.own.set(key, made);
  return made;
}

export function messagesOf(world: World, ticketId: string): readonly Message[] {
  return conversations(world).get(ticketId) ?? [];
}

export function addMessage(world: World, ticketId: string, message: Message): void {
  const all = conversations(world);
  all.set(ticketId, [...(all.get(ticketId) ?? []), message]);
}
