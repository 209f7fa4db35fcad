/** Tickets with their conversations: the stories, and the rest of an ordinary queue. */
import { createRecord } from '../desk/records';
import { settingOf } from '../desk/fields';
import { addMessage } from '../pages/conversation';
import { tableOf, type World } from '../world';
import type { Cast } from './cast';
import { day, pick } from './draft';
import { plainRequests } from './plain-requests';
import type { RequestStory } from './request';
import { requestStories } from './requests';

const minute = 60_000;

interface Request {
  readonly number: number;
  readonly at: number;
  readonly contactId: string;
  readonly subject: string;
  readonly department: string;
  readonly owner: string | null;
  readonly priority: string;
  readonly dueAt: number | null;
  readonly closed: boolean;
}

function createTicket(world: World, cast: Cast, request: Request): string {
  const { desk } = cast;
  // The next number is one higher than the last; a portal's numbers have gaps where tickets were deleted.
  settingOf(desk, 'ticketSerial', () => ({ last: 0 })).last = request.number - 1;
  const fields = {
    subject: request.subject,
    contactId: request.contactId,
    departmentId: desk.departments.find((one) => one.name === request.department)?.id,
    assigneeId: request.owner === null ? null : cast.agent(request.owner),
    status: request.closed ? 'Closed' : 'Open',
    priority: request.priority,
    channel: 'Email',
    dueDate: request.dueAt === null ? null : new Date(request.dueAt).toISOString(),
    threadCount: '1',
  };
  const actor = { zuid: cast.person(request.owner ?? 'Ingrid').zuid, via: 'person' } as const;
  return createRecord(world, desk, 'tickets', fields, actor, request.at).id;
}

function nameOf(cast: Cast, contactId: string): string {
  const fields = tableOf(cast.desk, 'contacts').get(contactId)?.fields;
  const parts = [fields?.['firstName'], fields?.['lastName']];
  return parts.filter((part) => typeof part === 'string' && part !== '').join(' ');
}

function tellStory(world: World, cast: Cast, story: RequestStory, contactId: string): string {
  const now = world.clock.now();
  const oldest = Math.max(...story.said.map(([, ago]) => ago));
  const id = createTicket(world, cast, {
    ...story,
    contactId,
    at: now - oldest * minute,
    dueAt: story.due === null ? null : now + story.due * minute,
    closed: false,
  });
  const requester = story.email ?? nameOf(cast, contactId);
  for (const [who, ago, text] of story.said) {
    const person = who === null ? null : cast.person(who);
    addMessage(world, id, {
      author: person === null ? requester : `${person.firstName} ${person.lastName}`,
      by: person === null ? 'contact' : 'agent',
      at: now - ago * minute,
      text,
    });
  }
  if (story.contact === null) {
    // The API asks for a contact; tickets lose theirs when the contact is deleted for good.
    const zuid = cast.person('Ingrid').zuid;
    tableOf(cast.desk, 'tickets').update(
      id,
      { contactId: null, accountId: null, email: story.email ?? null, phone: null },
      now - oldest * minute,
      { zuid, via: 'person' },
    );
  }
  return id;
}

/** Whose turn it is in the rest of the queue: seven for nobody, seventeen for the administrator. */
function ownerOf(index: number): string | null {
  if (index % 6 === 5) return null;
  const turn = index - Math.floor((index + 1) / 6);
  if (turn % 2 === 1 && turn < 34) return 'Ingrid';
  return ['Kwame', 'Tomasz', 'سارة'][turn % 3] ?? null;
}

function plainTicket(
  world: World,
  cast: Cast,
  index: number,
  request: Omit<Request, 'subject' | 'department' | 'priority'>,
): void {
  const [subject, text] = plainRequests[index % plainRequests.length] ?? ['', ''];
  const id = createTicket(world, cast, {
    ...request,
    subject,
    department:
      index % 5 === 3 ? 'Billing' : index % 7 === 4 ? 'Sales support' : 'Technical support',
    priority: pick(world.random, ['Low', 'Medium', 'Medium', 'High']),
  });
  addMessage(world, id, {
    author: nameOf(cast, request.contactId),
    by: 'contact',
    at: request.at,
    text,
  });
}

export interface Queue {
  /** Desk ids of contacts with an open ticket, beside those of the stories. */
  readonly open: readonly string[];
  /** And of those whose tickets are closed. */
  readonly closed: readonly string[];
}

/** Oldest first, so that numbers and ids grow with time. Returns ids of the stories by number. */
export function createTickets(
  world: World,
  cast: Cast,
  contacts: ReadonlyMap<string, string>,
  queue: Queue,
): Map<number, string> {
  const now = world.clock.now();
  const firstStory = requestStories[0]?.number ?? 0;
  const firstOpen = firstStory - queue.open.length;
  queue.closed.forEach((contactId, index) => {
    const left = queue.closed.length - index;
    const at = now - 4 * day - left * Math.floor((300 * day) / queue.closed.length);
    plainTicket(world, cast, index, {
      number: firstOpen - left,
      at,
      contactId,
      owner: ownerOf(index) ?? 'Kwame',
      dueAt: at + 2 * day,
      closed: true,
    });
  });
  queue.open.forEach((contactId, index) => {
    const at = now - 2 * day - (queue.open.length - index) * 20 * minute;
    const dueAt = index % 9 === 8 ? null : now + (1 + world.random() * 6) * day;
    plainTicket(world, cast, index, {
      number: firstOpen + index,
      at,
      contactId,
      owner: ownerOf(index),
      dueAt,
      closed: false,
    });
  });
  const anybody = contacts.values().next().value;
  const told = new Map<number, string>();
  for (const story of requestStories) {
    const contactId = story.contact === null ? anybody : contacts.get(story.contact);
    if (contactId !== undefined) told.set(story.number, tellStory(world, cast, story, contactId));
  }
  return told;
}
