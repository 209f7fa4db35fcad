/** One writer across machines: what is written down, and where. */
import type { Instant } from '../types';

/** Which installation runs the sync of an organisation. */
export interface Lease {
  /** The installation's random id. */
  readonly owner: string;
  /** What a person knows it by. */
  readonly name: string;
  /** Grows with every change of the owner. */
  readonly epoch: number;
  /** By CRM's clock. */
  readonly until: Instant;
}

/** Where the lease is kept: seen by every installation, without a conditional write. */
export interface LeaseBoard {
  /** Null where none was ever written. Rejects with kind `configuration` where it may not be read. */
  read(): Promise<Lease | null>;
  write(lease: Lease): Promise<void>;
}
