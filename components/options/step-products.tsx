import { i18n } from '#i18n';
import type { OptionsStore } from '../state/options-store';
import { useQuery } from '../state/use-query';
import { Mapping } from './mapping';
import { Preferences } from './preferences';
import { StepFoot } from './step-page';
import { SettingsStep } from './step-settings';

/** After contacts and accounts: products, for whoever wants them too. */
export function StepProducts({ store, busy }: { store: OptionsStore; busy: boolean }) {
  const settings = useQuery(store.client, 'preferences.get', undefined, ['setup']);
  const type = settings.value?.draft.syncType.product ?? 'displayOnly';
  const isOff = type === 'displayOnly';
  const foot = (
    <StepFoot note={i18n.t(isOff ? 'products.off' : 'products.on')}>
      <button class="btn quiet" type="button" disabled={busy} onClick={() => store.goTo('done')}>
        {i18n.t(isOff ? 'products.later' : 'products.finish')}
      </button>
      {!isOff && (
        <button
          class="btn primary"
          type="button"
          disabled={busy}
          onClick={() => {
            location.hash = 'configuration/preview';
            store.goTo('done');
          }}
        >
          {i18n.t('products.preview')}
        </button>
      )}
    </StepFoot>
  );
  return (
    <SettingsStep
      title={i18n.t('nav.products')}
      lead={i18n.t('products.lead')}
      tabs={['products', 'mapping']}
      page={(tab) =>
        tab === 'products' ? (
          <Preferences client={store.client} tab="products" foot={foot} />
        ) : (
          <Mapping client={store.client} first="product" foot={foot} />
        )
      }
    />
  );
}
