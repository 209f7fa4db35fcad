/** Profiles of "Halden Instruments" and what their agents may see. */
import type { DeskProfile, Parts, PermissionsConfig } from '../../../sync/protocol/permissions';
import type { ViewAsView } from '../../../sync/protocol/publication';
import { ada, profile } from './fixtures';

const all: Parts = {
  information: true,
  potentials: true,
  notes: true,
  calls: true,
  events: true,
  tasks: true,
};

const open = { contacts: all, accounts: all };
const withoutDeals = { ...all, potentials: false };

export const profiles: readonly DeskProfile[] = [
  { id: '1', name: 'Administrator', switches: open },
  { id: '2', name: 'Agent', switches: open },
  { id: '3', name: 'Light Agent', switches: open },
  { id: '4', name: 'Team lead Calibration', switches: open },
  {
    id: '5',
    name: 'Partner support',
    switches: { contacts: withoutDeals, accounts: withoutDeals },
  },
  { id: '6', name: 'Interns', switches: null },
];

/** Active agents by profile. */
export const people: Readonly<Record<string, number>> = { 1: 3, 2: 22, 3: 9, 4: 2, 5: 6, 6: 4 };

const full = { visible: true, contacts: true, accounts: true, restricted: null, adds: true };

export const permissions: PermissionsConfig = {
  profiles: {
    '1': full,
    '2': full,
    '3': {
      ...full,
      accounts: false,
      adds: false,
      restricted: { ...all, potentials: false, events: false, tasks: false },
    },
    '4': { ...full, restricted: all },
    '5': { ...full, adds: false, restricted: { ...all, information: false, notes: false } },
    '6': { ...full, visible: false, adds: false },
  },
  writing: ['note', 'task', 'call'],
};

/** Ada as a profile without potentials and notes sees her. */
export const viewAs: ViewAsView = {
  samples: [
    { key: 'contact/desk/1', title: 'Ada Lindqvist' },
    { key: 'contact/desk/2', title: 'Chidinma Okafor' },
  ],
  sample: 'contact/desk/1',
  state: 'shown',
  profile: profile({
    state: 'found',
    customer: {
      ...ada,
      type: { value: 'contact', because: null, source: 'presence' },
      open: [],
      potentials: { state: 'hidden' },
      account: { state: 'hidden' },
      company: null,
      activities: {
        state: 'shown',
        data:
          ada.activities.state === 'shown'
            ? ada.activities.data.filter(({ type }) => type === 'call')
            : [],
      },
    },
  }),
};
