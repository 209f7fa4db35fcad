/** Customers who can be told apart in everything that is shown of them: each bears its own mark. */
import type { TestBrowser } from './browser';

export interface MarkedCustomer {
  /** In every text of theirs: `m07m`. */
  readonly mark: string;
  readonly ticketId: string;
  readonly contactId: string;
  /** Their ticket's page. */
  readonly path: string;
}

type Created = { readonly id: string };

/** Makes `count` customers on both sides, each with a ticket, a deal, a note and a task. */
export async function createMarked(
  browser: TestBrowser,
  count: number,
): Promise<readonly MarkedCustomer[]> {
  const create = (side: 'desk' | 'crm', module: string, fields: object): Promise<Created> =>
    browser.control<Created>('/create', { side, module, fields });
  const { ticketUrl } = browser.sandbox.describe();
  const [first] = browser.sandbox.sandbox.world.deskOrgs[0]?.departments ?? [];
  const customers: MarkedCustomer[] = [];
  for (let at = 0; at < count; at += 1) {
    const mark = `m${String(at).padStart(2, '0')}m`;
    const email = `${mark}@marked.example`;
    const contact = await create('desk', 'contacts', { lastName: `Person ${mark}`, email });
    const ticket = await create('desk', 'tickets', {
      subject: `Question of ${mark}`,
      contactId: contact.id,
      departmentId: first?.id,
    });
    const known = await create('crm', 'Contacts', { Last_Name: `Person ${mark}`, Email: email });
    const about = { Contact_Name: { id: known.id } };
    await create('crm', 'Deals', {
      ...about,
      Deal_Name: `Deal ${mark}`,
      Stage: 'Negotiation/Review',
      Amount: 1000 + at,
      Closing_Date: '2027-06-30',
    });
    await create('crm', 'Notes', {
      Parent_Id: { id: known.id, module: { api_name: 'Contacts' } },
      Note_Content: `Note ${mark}`,
    });
    await create('crm', 'Tasks', { Who_Id: { id: known.id }, Subject: `Task ${mark}` });
    const path = new URL(ticketUrl).pathname.replace(/\d+$/, ticket.id);
    customers.push({ mark, ticketId: ticket.id, contactId: contact.id, path });
  }
  return customers;
}
