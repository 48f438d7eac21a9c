// unpack.mjs ARCHIVE ENTRY FILE: one file of a zip archive, made executable. Where it is stands in the archive's directory at its end.
import { readFileSync, writeFileSync } from 'node:fs';
import { inflateRawSync } from 'node:zlib';

const END = 0x06054b50;
const DIRECTORY = { entry: 0x02014b50, method: 10, packed: 20, nameLength: 28, extraLength: 30, commentLength: 32, offset: 42, name: 46 };
const LOCAL = { nameLength: 26, extraLength: 28, name: 30 };

const [archive, entry, file] = process.argv.slice(2);
const zip = readFileSync(archive);
let end = zip.length - 22;
while (end >= 0 && zip.readUInt32LE(end) !== END) end--;
if (end < 0) throw new Error(`${archive} is no zip archive`);

for (let at = zip.readUInt32LE(end + 16); zip.readUInt32LE(at) === DIRECTORY.entry;) {
  const length = zip.readUInt16LE(at + DIRECTORY.nameLength);
  if (zip.toString('utf8', at + DIRECTORY.name, at + DIRECTORY.name + length) === entry) {
    const local = zip.readUInt32LE(at + DIRECTORY.offset);
    const start = local + LOCAL.name + zip.readUInt16LE(local + LOCAL.nameLength) + zip.readUInt16LE(local + LOCAL.extraLength);
    const packed = zip.subarray(start, start + zip.readUInt32LE(at + DIRECTORY.packed));
    writeFileSync(file, zip.readUInt16LE(at + DIRECTORY.method) === 0 ? packed : inflateRawSync(packed), { mode: 0o755 });
    process.exit(0);
  }
  at += DIRECTORY.name + length + zip.readUInt16LE(at + DIRECTORY.extraLength) + zip.readUInt16LE(at + DIRECTORY.commentLength);
}
throw new Error(`${archive} has no ${entry}`);
