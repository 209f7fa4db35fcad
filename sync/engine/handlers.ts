/** What the scripts behind the worker answer, of all areas. */
import type { AccessHandlers } from './access-handlers';
import type { AdditionHandlers } from './addition-handlers';
import type { AdministrationHandlers } from './administration';
import type { CreditHandlers } from './credits';
import type { HandshakeHandlers } from './handshake';
import type { LinkHandlers } from './links';
import type { PreviewHandlers } from './preview-handlers';
import type { PublicationHandlers } from './publication-handlers';
import type { Handlers } from './queries';
import type { ReferenceHandlers } from './references';

/** What is answered whoever works here: the sync, the screens beside Desk, and joining. */
export type EngineHandlers = Handlers &
  AccessHandlers &
  AdditionHandlers &
  HandshakeHandlers &
  LinkHandlers;

/** What only the administrator's pages ask for. */
export type AdministratorHandlers = AdministrationHandlers &
  CreditHandlers &
  PreviewHandlers &
  PublicationHandlers &
  ReferenceHandlers;
