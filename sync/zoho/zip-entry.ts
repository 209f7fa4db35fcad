/**
 * Reads the one file of a zip archive as a stream. The archive stays a Blob, which browsers keep
 * out of the worker's heap; its size is known from the directory at its end, as archives that were
 * written in one go say nothing about it at their beginning.
 */

const entryMark = 0x04034b50;
const directoryMark = 0x02014b50;
const endMark = 0x06054b50;
/** The end of the directory with the longest comment that may follow it. */
const longestEnd = 22 + 0xffff;

async function viewOf(blob: Blob): Promise<DataView> {
  return new DataView(await blob.arrayBuffer());
}

/** The unpacked bytes of the archive's only entry; null where this is no such archive. */
export async function zipEntry(archive: Blob): Promise<ReadableStream<Uint8Array> | null> {
  const tail = await viewOf(archive.slice(Math.max(0, archive.size - longestEnd)));
  let end = tail.byteLength - 22;
  while (end >= 0 && tail.getUint32(end, true) !== endMark) end -= 1;
  if (end < 0 || tail.getUint16(end + 10, true) !== 1) return null;
  const directoryAt = tail.getUint32(end + 16, true);
  const directory = await viewOf(archive.slice(directoryAt, directoryAt + 46));
  if (directory.byteLength < 46 || directory.getUint32(0, true) !== directoryMark) return null;
  const method = directory.getUint16(10, true);
  const size = directory.getUint32(20, true);
  const entryAt = directory.getUint32(42, true);
  const entry = await viewOf(archive.slice(entryAt, entryAt + 30));
  if (entry.byteLength < 30 || entry.getUint32(0, true) !== entryMark) return null;
  const dataAt = entryAt + 30 + entry.getUint16(26, true) + entry.getUint16(28, true);
  if (dataAt + size > directoryAt) return null;
  const data = archive.slice(dataAt, dataAt + size).stream();
  if (method === 0) return data;
  return method === 8 ? data.pipeThrough(new DecompressionStream('deflate-raw')) : null;
}
