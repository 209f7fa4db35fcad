/** What the engine answers, of all areas. */
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

/** Answers to everything but what the worker answers by itself. */
export type EngineHandlers = Handlers &
  AccessHandlers &
  AdditionHandlers &
  AdministrationHandlers &
  CreditHandlers &
  HandshakeHandlers &
  LinkHandlers &
  PreviewHandlers &
  PublicationHandlers &
  ReferenceHandlers;
