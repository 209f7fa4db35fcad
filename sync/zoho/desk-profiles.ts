/** Profiles of the help desk, and the signed-in person's own (contract 3.9). */
import * as v from 'valibot';
import type { DeskProfiles } from '../engine/permissions';
import type { DeskProfile, Parts } from '../protocol/permissions';
import { countAgents } from './desk-headcounts';
import type { Http } from './http';
import { readNow } from './interactive-read';
import { failed } from './problems';
import { orNull, rowIn, type Row } from './reader-rows';
import { idShape, ownValue, parse, recordShape } from './record-page';

const meShape = v.object({
  profileId: v.nullish(v.string()),
  profile: v.nullish(v.object({ id: v.nullish(v.string()), name: v.nullish(v.string()) })),
});

const profilesShape = v.object({
  data: v.array(
    v.object({
      id: idShape,
      name: v.nullish(v.string()),
      permissions: v.nullish(recordShape),
    }),
  ),
});

/** Zoho's switches of one subject; one that is not there bounds nothing. */
function partsOf(switches: Row, subject: 'Contacts' | 'Accounts'): Parts {
  const on = (part: string): boolean => ownValue(switches, `crm${subject}${part}`) !== false;
  return {
    information: on('Info'),
    potentials: on('Potentials'),
    notes: on('Notes'),
    calls: on('ActivityCalls'),
    events: on('ActivityEvents'),
    tasks: on('ActivityTasks'),
  };
}

function switchesOf(permissions: Row | null): DeskProfile['switches'] {
  const switches = permissions === null ? null : rowIn(permissions, 'crmInteg');
  if (switches === null) return null;
  return { contacts: partsOf(switches, 'Contacts'), accounts: partsOf(switches, 'Accounts') };
}

/** Profiles over this client, which speaks for the signed-in person. */
export function createDeskProfiles(http: Http): DeskProfiles {
  return {
    async own() {
      const [me, permissions] = await Promise.all([
        readNow(http, '/api/v1/myinfo', { include: 'profile' }),
        // Editions without the switches refuse; what is not there bounds nothing.
        orNull(async () =>
          parse(
            recordShape,
            await readNow(http, '/api/v1/myProfilePermissions'),
            'desk permissions',
          ),
        ),
      ]);
      const { profileId, profile } = parse(meShape, me, 'desk myinfo');
      const id = profileId ?? profile?.id;
      if (id == null) throw failed('defect.unreadable', { detail: 'desk myinfo profile' });
      const within =
        permissions === null ? null : (rowIn(permissions, 'permissions') ?? permissions);
      return { id, name: profile?.name ?? '', switches: switchesOf(within) };
    },

    async all() {
      const body = await readNow(http, '/api/v1/profiles');
      if (body === null) return [];
      return parse(profilesShape, body, 'desk profiles').data.map(({ id, name, permissions }) => ({
        id,
        name: name ?? id,
        switches: switchesOf(permissions ?? null),
      }));
    },

    headcounts: () => countAgents(http),
  };
}
