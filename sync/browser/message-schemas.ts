/** The shape of every message's data. What does not fit is dropped before anything is done with it. */
import * as v from 'valibot';
import type { HostMessages, PageMessages } from '../protocol';

/** Longest address, key or id that is worth looking at, in characters. */
const maxText = 4096;
const text = v.pipe(v.string(), v.maxLength(maxText));
const side = v.picklist(['desk', 'crm']);
const dataCentre = v.picklist(['us', 'eu', 'in', 'au', 'jp', 'cn', 'ca', 'sa', 'uk', 'ae', 'sg']);
const place = v.strictObject({
  type: v.picklist(['ticket', 'contact', 'account']),
  id: v.pipe(v.string(), v.regex(/^\d{1,20}$/)),
});
/** The channel turns a missing argument into undefined or null, by browser. */
const nothing = v.nullish(v.undefined());
/** Sidebar widths in px: the rail to the widest. */
const width = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(800));

export const messageSchemas = {
  'setup.get': nothing,
  'setup.saveClient': v.strictObject({ clientId: text, clientSecret: text, dataCentre }),
  'setup.signIn': v.strictObject({ side }),
  'setup.chooseDesk': v.strictObject({ organisationId: text }),
  'setup.goTo': v.strictObject({ step: v.picklist(['client', 'connect', 'company', 'done']) }),
  'setup.authorize': v.strictObject({ displayOnly: v.boolean() }),
  'status.get': nothing,
  'sync.now': nothing,
  'sync.pause': nothing,
  'sync.resume': nothing,
  'integration.delete': nothing,
  'place.get': v.strictObject({ pass: text }),
  'profile.get': v.strictObject({ place, refresh: v.boolean() }),
  'profile.choose': v.strictObject({
    place,
    module: v.picklist(['Contacts', 'Leads']),
    id: v.pipe(v.string(), v.regex(/^\d{1,20}$/)),
  }),
  'profile.forgetChoice': v.strictObject({ place }),
  'options.open': nothing,
  'host.resize': v.strictObject({ pass: text, width }),
  'host.place': v.strictObject({ address: text, pass: text }),
} as const satisfies Record<keyof PageMessages | keyof HostMessages, v.GenericSchema>;
