import { i18n } from '#i18n';
import type { PreferencesDraft, PreferencesView } from '../../sync/protocol/administration';
import type { PreferencesEffectView } from '../../sync/protocol/preferences-effect';
import { preferenceNames } from '../../sync/types/settings';
import { count, duration } from '../ui/format';

type Name = (typeof preferenceNames)[number];

/** Changes of these need no second look at any record. */
const light: ReadonlySet<Name> = new Set(['policy', 'deletions', 'credits', 'pollEveryMs']);

const isSame = (one: unknown, other: unknown): boolean =>
  JSON.stringify(one) === JSON.stringify(other);

export function changedNames(before: PreferencesDraft, draft: PreferencesDraft): readonly Name[] {
  return preferenceNames.filter((name) => !isSame(before[name], draft[name]));
}

/** What the changes do to the records there are, a sentence each. `effect` null: not known yet. */
export function effectWords(
  { draft: before, linked }: PreferencesView,
  draft: PreferencesDraft,
  effect: PreferencesEffectView | null,
): readonly string[] {
  const changed = changedNames(before, draft);
  const told = changed.flatMap((name) => wordsOf[name](before, draft, effect));
  if (effect !== null) told.push(...writesOf(effect));
  if (changed.some((name) => !light.has(name))) {
    const all = linked.contact + linked.account + linked.product;
    if (all > 0) told.push(i18n.t('mapping.effect', all, { count: count(all) }));
  }
  return told;
}

/** What linked records would be written at once. */
function writesOf(effect: PreferencesEffectView): readonly string[] {
  const { desk, crm } = effect.written;
  const parts = Object.entries({ desk, crm, asking: effect.asking }).filter(([, of]) => of > 0);
  if (parts.length === 0) return [];
  const words = parts
    .map(([name, of]) =>
      i18n.t(`mapping.effectOf.${name as 'desk' | 'crm' | 'asking'}`, of, { count: count(of) }),
    )
    .join(' · ');
  return [
    i18n.t('mapping.effectLooked', effect.looked, { count: count(effect.looked), effect: words }) +
      '.',
  ];
}

type Words = (
  before: PreferencesDraft,
  draft: PreferencesDraft,
  effect: PreferencesEffectView | null,
) => readonly string[];

const wordsOf: Readonly<Record<Name, Words>> = {
  syncType(before, draft) {
    const told: string[] = [];
    const typeOf = (kind: 'contact' | 'product'): string =>
      i18n.t(`preferences.syncType.${draft.syncType[kind]}`);
    if (before.syncType.contact !== draft.syncType.contact)
      told.push(i18n.t('preferences.change.syncType', { type: typeOf('contact') }));
    if (before.syncType.product !== draft.syncType.product)
      told.push(i18n.t('preferences.change.productType', { type: typeOf('product') }));
    return told;
  },
  views: (_, { views }) => [
    i18n.t(
      views.contact.length + views.account.length === 0
        ? 'preferences.change.viewsAll'
        : 'preferences.change.views',
    ),
  ],
  departments: (_, { departments }) => [
    i18n.t(
      departments.length === 0
        ? 'preferences.change.departmentsAll'
        : 'preferences.change.departments',
    ),
  ],
  secondaryEmail(_, draft, effect) {
    if (!draft.secondaryEmail) return [i18n.t('preferences.change.secondaryOff')];
    if (effect === null || effect.of === 0) return [i18n.t('preferences.change.secondary')];
    const { count: of } = effect.addresses;
    return [i18n.t('preferences.change.secondaryOn', of, { count: count(of) })];
  },
  importFrom(before, draft, effect) {
    if (draft.importFrom > before.importFrom) return [i18n.t('preferences.change.windowNarrower')];
    if (effect === null || effect.of === 0) return [i18n.t('preferences.change.window')];
    const { desk, crm } = effect.created;
    return [
      i18n.t('preferences.change.windowWider', desk + crm, {
        count: count(desk + crm),
        desk: count(desk),
        crm: count(crm),
      }),
    ];
  },
  policy: (_, { policy }) => [
    i18n.t('preferences.change.policy', { policy: i18n.t(`preferences.policy.${policy}`) }),
  ],
  deletions(before, draft) {
    const told = (['contact', 'account', 'product'] as const).flatMap((kind) =>
      (['crmDeleted', 'deskDeleted'] as const)
        .filter((when) => before.deletions[kind][when] !== draft.deletions[kind][when])
        .map((when) =>
          i18n.t('preferences.change.deletion', {
            kind: i18n.t(`kind.${kind}`),
            where: i18n.t(when === 'crmDeleted' ? 'preview.in.desk' : 'preview.in.crm'),
            choice: i18n.t(`deletions.${draft.deletions[kind][when]}`),
          }),
        ),
    );
    return [...told, i18n.t('preferences.effectDelete')];
  },
  credits: () => [i18n.t('preferences.change.credits')],
  pollEveryMs: (_, { pollEveryMs }) => [
    pollEveryMs === null
      ? i18n.t('preferences.change.pollAdaptive')
      : i18n.t('preferences.change.poll', { time: duration(pollEveryMs) }),
  ],
};
