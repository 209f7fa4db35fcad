import { defineUnlistedScript } from '#imports';
import { createAdministrationHandlers } from '../../sync/engine/administration';
import { createCreditHandlers } from '../../sync/engine/credits';
import type { AdministratorHandlers } from '../../sync/engine/handlers';
import { createPreviewHandlers } from '../../sync/engine/preview-handlers';
import { createPublicationHandlers } from '../../sync/engine/publication-handlers';
import { createReferenceHandlers } from '../../sync/engine/references';
import { offerAdministration, type Lent } from '../background/administration-door';
import { assemble } from './assembly';

/** The administrator's part in the worker, over the engine that is awake already. Once a worker. */
function start(lent: Lent): AdministratorHandlers {
  const parts = { ...lent, ...assemble(lent) };
  return {
    ...createAdministrationHandlers(parts),
    ...createCreditHandlers(lent),
    ...createPreviewHandlers(parts.previews, lent.log),
    ...createPublicationHandlers(parts),
    ...createReferenceHandlers(lent),
  };
}

/** What only the administrator's pages ask for. Loaded by the worker when one of them does. */
export default defineUnlistedScript(() => offerAdministration(start));
