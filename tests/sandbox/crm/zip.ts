/** A zip file with one entry: all that a bulk result needs. */
import { crc32, deflateRawSync } from 'node:zlib';

/** MS-DOS date and time of 1980-01-01, so that equal contents give equal files. */
const dosDate = 0x0021;

/**
 * `stored`: as it is, with its sizes ahead of it. `deflated`: written in one go, as Java's and
 * other libraries do it: the entry's own header says neither size nor checksum, a descriptor behind
 * the data and the directory at the end do.
 */
export type Packing = 'stored' | 'deflated';

/** The archive's bytes. */
export function zipOne(
  name: string,
  content: string,
  packing: Packing = 'deflated',
): Uint8Array<ArrayBuffer> {
  const path = Buffer.from(name);
  const plain = Buffer.from(content);
  const isStored = packing === 'stored';
  const data = isStored ? plain : deflateRawSync(plain);
  const sizes = Buffer.alloc(12);
  sizes.writeUInt32LE(crc32(plain), 0);
  sizes.writeUInt32LE(data.length, 4);
  sizes.writeUInt32LE(plain.length, 8);
  // What the local header and the central directory have in common.
  const common = (knows: boolean): Buffer => {
    const part = Buffer.alloc(26);
    part.writeUInt16LE(20, 0);
    part.writeUInt16LE(isStored ? 0x0800 : 0x0808, 2);
    part.writeUInt16LE(isStored ? 0 : 8, 4);
    part.writeUInt16LE(dosDate, 8);
    if (knows) sizes.copy(part, 10);
    part.writeUInt16LE(path.length, 22);
    return part;
  };
  const mark = (text: string): Buffer => Buffer.from(text, 'latin1');
  const local = Buffer.concat([
    mark('PK\x03\x04'),
    common(isStored),
    path,
    data,
    ...(isStored ? [] : [mark('PK\x07\x08'), sizes]),
  ]);
  const central = Buffer.concat([mark('PK\x01\x02\x14\x00'), common(true), Buffer.alloc(14), path]);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 0, 'latin1');
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(local.length, 16);
  return new Uint8Array(Buffer.concat([local, central, end]));
}
