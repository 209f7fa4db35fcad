/** A zip file with one stored entry: all that a bulk result needs. */
import { crc32 } from 'node:zlib';

/** MS-DOS date and time of 1980-01-01, so that equal contents give equal files. */
const dosDate = 0x0021;

/** The archive's bytes. */
export function zipOne(name: string, content: string): Uint8Array<ArrayBuffer> {
  const path = Buffer.from(name);
  const data = Buffer.from(content);
  // What the local header and the central directory have in common.
  const common = Buffer.alloc(26);
  common.writeUInt16LE(20, 0);
  common.writeUInt16LE(0x0800, 2);
  common.writeUInt16LE(dosDate, 8);
  common.writeUInt32LE(crc32(data), 10);
  common.writeUInt32LE(data.length, 14);
  common.writeUInt32LE(data.length, 18);
  common.writeUInt16LE(path.length, 22);
  const local = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), common, path, data]);
  const central = Buffer.concat([
    Buffer.from('PK\x01\x02\x14\x00', 'latin1'),
    common,
    Buffer.alloc(14),
    path,
  ]);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 0, 'latin1');
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(local.length, 16);
  return new Uint8Array(Buffer.concat([local, central, end]));
}
