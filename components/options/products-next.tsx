import { i18n } from '#i18n';
import type { ModuleStatus } from '../../sync/protocol';
import type { OptionsStore } from '../state/options-store';

interface ProductsNextProps {
  modules: readonly ModuleStatus[];
  store: OptionsStore;
  busy: boolean;
}

/** Set-up's last step, offered once contacts and accounts are on their way. */
export function ProductsNext({ modules, store, busy }: ProductsNextProps) {
  const products = modules.find(({ kind }) => kind === 'product');
  if (products?.syncType !== 'displayOnly') return null;
  return (
    <section class="blk">
      <div class="blk-h">
        <h2>{i18n.t('products.next')}</h2>
      </div>
      <p class="muted">{i18n.t('products.nextLead')}</p>
      <div class="acts">
        <button class="btn" type="button" disabled={busy} onClick={() => store.goTo('products')}>
          {i18n.t('products.setUp')}
        </button>
      </div>
    </section>
  );
}
