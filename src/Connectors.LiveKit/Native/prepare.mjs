// prepare.mjs OUT: from the npm packages of package.json, writes
//   OUT/liblivekit_ffi.so   the official library, loadable without Node (linux-x64 with glibc only)
//   OUT/proto/*.proto       the schema of its messages, reduced to what used.mjs names
// Run by Native.targets; a failure ends with one line that MSBuild shows as an error.
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { weaken } from './library.mjs';
import { schemas } from './schema.mjs';
import { USED } from './used.mjs';

const require = createRequire(import.meta.url);

try {
  const out = process.argv[2];
  if (!out) throw new Error('usage: prepare.mjs OUT');
  mkdirSync(join(out, 'proto'), { recursive: true });
  for (const [name, text] of schemas(require, USED)) writeFileSync(join(out, 'proto', `${name}.proto`), text);
  const original = installed('@livekit/rtc-ffi-bindings-linux-x64-gnu');
  if (original === undefined) {
    console.log(`liblivekit_ffi.so: not for ${process.platform}-${process.arch}; rooms can be joined on linux-x64 (glibc) only`);
  } else {
    const { library, symbols } = weaken(readFileSync(original));
    writeFileSync(join(out, 'liblivekit_ffi.so.new'), library);
    renameSync(join(out, 'liblivekit_ffi.so.new'), join(out, 'liblivekit_ffi.so'));
    console.log(`liblivekit_ffi.so: ${symbols} symbols made weak`);
  }
} catch (error) {
  console.error(`prepare.mjs : error LK0001: ${error.message}`);
  process.exitCode = 1;
}

// An optional dependency of @livekit/rtc-ffi-bindings: npm installs it on the platform it is for.
function installed(name) {
  try {
    return require.resolve(name);
  } catch {
    return undefined;
  }
}
