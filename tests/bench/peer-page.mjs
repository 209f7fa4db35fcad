/**
 * RxDB in the page: pull replication over fetch into its Dexie storage, and nothing else. Plain
 * JavaScript: RxDB is no dependency of the project, its types are not here.
 */
import { createRxDatabase } from 'rxdb/plugins/core';
import { replicateRxCollection } from 'rxdb/plugins/replication';
import { getRxStorageDexie } from 'rxdb/plugins/storage-dexie';

const schema = {
  version: 0,
  primaryKey: 'id',
  type: 'object',
  properties: {
    id: { type: 'string', maxLength: 40 },
    key: { type: 'string', maxLength: 200 },
    row: { type: 'object', additionalProperties: true },
  },
  required: ['id', 'key'],
  indexes: ['key'],
};

async function documentsOf(request, token) {
  const response = await fetch(request.url, {
    method: request.method,
    headers: { ...request.headers, Authorization: `Zoho-oauthtoken ${token}` },
    body: request.body,
  });
  const text = await response.text();
  const rows = text === '' ? [] : (JSON.parse(text).data ?? []);
  return rows.map((row) => ({
    id: row.id,
    key: row.email ?? row.Email ?? row.accountName ?? row.Account_Name ?? '',
    row,
    _deleted: false,
  }));
}

async function replicate(requests, token) {
  const database = await createRxDatabase({ name: 'peer', storage: getRxStorageDexie() });
  const sides = [
    requests.filter(({ url }) => url.includes('//desk.')),
    requests.filter(({ url }) => !url.includes('//desk.')),
  ];
  await database.addCollections({ side0: { schema }, side1: { schema } });
  const began = performance.now();
  let records = 0;
  await Promise.all(
    sides.map(async (pages, side) => {
      const collection = database.collections[`side${side}`];
      if (collection === undefined) return;
      const replication = replicateRxCollection({
        collection,
        replicationIdentifier: `bench-${side}`,
        live: false,
        pull: {
          batchSize: 1,
          async handler(checkpoint) {
            let next = checkpoint?.next ?? 0;
            let documents = [];
            // An answer without documents ends a replication, and some pages are empty.
            while (documents.length === 0 && next < pages.length) {
              documents = await documentsOf(pages[next], token);
              next += 1;
            }
            records += documents.length;
            return { documents, checkpoint: { next } };
          },
        },
      });
      await replication.awaitInitialReplication();
    }),
  );
  return { records, ms: performance.now() - began };
}

globalThis.peer = { replicate };
