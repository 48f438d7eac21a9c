// The npm package holds LiveKit's FFI library with a thin layer for Node on top. Everything of the C interface is in
// it, but the loader refuses the file outside of Node: its 45 undefined napi_* symbols are strong. Made weak (one byte
// each), the loader fills in 0 for them; the C entry points never call them.
import { createHash } from 'node:crypto';

// rtc-node.linux-x64-gnu.node of @livekit/rtc-ffi-bindings-linux-x64-gnu 0.12.73.
const SHA256 = 'bda26c7e17b392cf37f287c644f8d39d6cc4d81bc04dade5b8ba5613e66c3142';

// Elf64_Ehdr, Elf64_Shdr and Elf64_Sym: offsets of the fields that are read.
const EHDR = { shoff: 0x28, shentsize: 0x3a, shnum: 0x3c };
const SHDR = { type: 0x04, offset: 0x18, size: 0x20, link: 0x28 };
const SYM = { bytes: 24, name: 0, info: 4, shndx: 6 };
const SHT_DYNSYM = 11;
const STB_WEAK = 2;

/** Returns a changed copy of the library and how many symbols were changed; throws for any other file than the known one. */
export function weaken(original) {
  const sum = createHash('sha256').update(original).digest('hex');
  if (sum !== SHA256) throw new Error(`unexpected LiveKit library: sha256 ${sum} instead of ${SHA256}`);
  const library = Buffer.from(original);
  const uint64 = at => Number(library.readBigUInt64LE(at));
  const section = index => uint64(EHDR.shoff) + index * library.readUInt16LE(EHDR.shentsize);
  const sections = Array.from({ length: library.readUInt16LE(EHDR.shnum) }, (_, index) => section(index));
  const dynsym = sections.find(at => library.readUInt32LE(at + SHDR.type) === SHT_DYNSYM);
  if (dynsym === undefined) throw new Error('the LiveKit library has no dynamic symbol table');

  const names = uint64(section(library.readUInt32LE(dynsym + SHDR.link)) + SHDR.offset);
  const first = uint64(dynsym + SHDR.offset);
  let symbols = 0;
  for (let at = first; at < first + uint64(dynsym + SHDR.size); at += SYM.bytes) {
    const name = names + library.readUInt32LE(at + SYM.name);
    const undefinedHere = library.readUInt16LE(at + SYM.shndx) === 0;
    if (!undefinedHere || library.toString('latin1', name, name + 5) !== 'napi_') continue;
    library[at + SYM.info] = (STB_WEAK << 4) | (library[at + SYM.info] & 0xf);
    symbols++;
  }
  if (symbols === 0) throw new Error('the LiveKit library has no undefined napi_ symbol');
  return { library, symbols };
}
