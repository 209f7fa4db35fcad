import { afterEach } from 'vitest';
import { mustConform, zohoBench, type ZohoBench } from './zoho';

/** Benches of one file of tests. When a test ends, all that was sent from them is held against the specifications. */
export function checkedBenches(): {
  /** Opens one. */
  readonly open: (...options: Parameters<typeof zohoBench>) => Promise<ZohoBench>;
  /** Those of the running test; one that was made otherwise is added here. */
  readonly opened: ZohoBench[];
} {
  const opened: ZohoBench[] = [];
  afterEach(() => {
    mustConform(opened);
  });
  return {
    opened,
    async open(...options) {
      const bench = await zohoBench(...options);
      opened.push(bench);
      return bench;
    },
  };
}
