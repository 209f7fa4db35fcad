/** Texts of other people, held against their shapes: whatever is more or other than that is refused. */
import * as v from 'valibot';
import type { AccessTexts } from '../engine/access-ports';
import { dataCentres } from '../types';
import { parseAgentSettings } from './settings-shape';

const id = v.pipe(v.string(), v.regex(/^\d{1,20}$/));
const line = v.pipe(v.string(), v.maxLength(200));
const instant = v.pipe(v.number(), v.integer(), v.minValue(0));
const dataCentre = v.picklist(dataCentres);
/** As Zoho gives them out; anything that could end a line or a header is none. */
const token = v.pipe(v.string(), v.regex(/^[\w.~+/=-]{1,300}$/));
const client = v.strictObject({ id: token, secret: token });
const uuid = v.pipe(v.string(), v.regex(/^[\w-]{8,64}$/));

const joinShape = v.strictObject({
  dataCentre,
  desk: v.strictObject({ id, name: line, portal: line }),
  crm: v.strictObject({ id, name: line, currency: v.nullable(line), zgid: id, timeZone: line }),
  settings: v.unknown(),
  client,
});

const requestShape = v.strictObject({
  id: uuid,
  dataCentre,
  client,
  publicKey: v.pipe(v.string(), v.regex(/^[\w-]{80,100}$/)),
  redirectAddress: v.pipe(v.string(), v.url(), v.maxLength(300)),
  asker: v.strictObject({ name: line, email: line }),
  deskName: line,
  expiresAt: instant,
});

const approvalShape = v.strictObject({
  id: uuid,
  grant: v.nullable(
    v.strictObject({
      refreshToken: token,
      scopes: v.pipe(v.array(line), v.maxLength(200)),
      dataCentre,
      apiDomain: v.pipe(v.string(), v.url(), v.startsWith('https://')),
      grantedAt: instant,
    }),
  ),
});

/** `isApiDomain`: whether tokens may be sent there at all. */
export function createAccessTexts(isApiDomain: (origin: string) => boolean): AccessTexts {
  return {
    join(value) {
      const parsed = v.safeParse(joinShape, value);
      if (!parsed.success) return null;
      const { client: own, settings, ...join } = parsed.output;
      const read = settings === null ? null : parseAgentSettings(settings);
      // Settings that cannot be read permit nothing, so such a text is none.
      if (settings !== null && read === null) return null;
      return { join: { ...join, settings: read }, client: own };
    },
    request(value) {
      const parsed = v.safeParse(requestShape, value);
      return parsed.success ? parsed.output : null;
    },
    approval(value) {
      const parsed = v.safeParse(approvalShape, value);
      if (!parsed.success) return null;
      const { grant } = parsed.output;
      return grant === null || isApiDomain(grant.apiDomain) ? parsed.output : null;
    },
  };
}
