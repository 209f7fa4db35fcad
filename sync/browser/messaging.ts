/**
 * The messages of `protocol.ts` over the extension's own channel. Who may send what is decided
 * where they are received.
 */
import { defineExtensionMessaging } from '@webext-core/messaging';
import type { Notices, PageMessages } from '../protocol';
import type { AccessMessages } from '../protocol/access';
import type { AdditionMessages } from '../protocol/additions';
import type { AdministratorMessages } from '../protocol/administration';
import type { ConfigurationFileMessages } from '../protocol/configuration-file';
import type { CreditMessages } from '../protocol/credits';
import type { HandshakeMessages } from '../protocol/handshake';
import type { HostMessages, HostNotices, SeatMessages } from '../protocol/host';
import type { LinkMessages } from '../protocol/links';
import type { PermissionsMessages } from '../protocol/permissions';
import type { PublicationMessages } from '../protocol/publication';
import type { PreviewMessages } from '../protocol/preview';
import type { ReferenceMessages } from '../protocol/references';

type Everything = PageMessages &
  AdditionMessages &
  LinkMessages &
  AdministratorMessages &
  AccessMessages &
  HandshakeMessages &
  PermissionsMessages &
  PublicationMessages &
  ConfigurationFileMessages &
  PreviewMessages &
  CreditMessages &
  ReferenceMessages &
  SeatMessages &
  HostMessages &
  HostNotices &
  Notices;
/** The same as a type alias: the library asks for an index signature, which interfaces lack. */
type ProtocolMap = { [Name in keyof Everything]: Everything[Name] };

export const { sendMessage, onMessage } = defineExtensionMessaging<ProtocolMap>();
