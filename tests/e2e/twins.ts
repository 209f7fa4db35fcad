/** Two people in CRM with the address of one in Desk: nobody may guess between them. */
import type { TestBrowser } from './browser';

export const twinNames = ['Twin One', 'Twin Two'] as const;

/** All three are there when a run looks: one alone would be given a counterpart. */
export async function makeTwins(browser: TestBrowser): Promise<void> {
  await browser.ask('sync.pause');
  for (const name of twinNames)
    await browser.control('/create', {
      side: 'crm',
      module: 'Contacts',
      fields: { Last_Name: name, Email: 'twins@twins.example' },
    });
  await browser.control('/create', {
    side: 'desk',
    module: 'contacts',
    fields: { lastName: 'Twin', email: 'twins@twins.example' },
  });
  await browser.ask('sync.resume');
}
