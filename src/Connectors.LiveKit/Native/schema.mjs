// Writes .proto text from the message descriptors that the npm package carries, so that no schema need be committed.
import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';

const PACKAGE = 'livekit.proto';
const NAMESPACE = 'Connectors.LiveKit.Protocol';
// ScalarType of @bufbuild/protobuf.
const SCALARS = {
  1: 'double', 2: 'float', 3: 'int64', 4: 'uint64', 5: 'int32', 6: 'fixed64', 7: 'fixed32', 8: 'bool', 9: 'string',
  12: 'bytes', 13: 'uint32', 15: 'sfixed32', 16: 'sfixed64', 17: 'sint32', 18: 'sint64',
};

/** Yields [file name, text] for each schema file of the package; files of which nothing is used have no messages. */
export function* schemas(require, used) {
  const { proto2 } = require('@bufbuild/protobuf');
  const folder = join(dirname(require.resolve('@livekit/rtc-ffi-bindings/package.json')), 'proto');
  const types = new Map();
  const files = readdirSync(folder).filter(name => name.endsWith('_pb.js')).map(name => name.slice(0, -'_pb.js'.length));
  for (const file of files) {
    for (const exported of Object.values(require(join(folder, `${file}_pb.js`)))) {
      // Messages are classes with a field list; enumerations are plain objects with their type behind a lookup.
      const type = exported.fields ? exported : proto2.getEnumType(exported);
      types.set(type.typeName, { file, type, isMessage: Boolean(exported.fields) });
    }
  }
  checkNames(types, used);
  const kept = reachable(types, used);
  for (const file of files) yield [file, fileText(file, types, kept, used)];
}

function checkNames(types, used) {
  for (const [name, alternatives] of Object.entries(used)) {
    const known = new Set(types.get(name)?.type.fields.list().map(field => field.name));
    const missing = alternatives.filter(alternative => !known.has(alternative));
    if (missing.length > 0) throw new Error(`${name} has no field ${missing.join(', ')}`);
  }
}

function fieldsOf(message, used) {
  return message.fields.list().filter(field => !field.oneof || (used[message.typeName]?.includes(field.name) ?? true));
}

function reachable(types, used) {
  const kept = new Set();
  const open = Object.keys(used);
  while (open.length > 0) {
    const name = open.pop();
    if (kept.has(name)) continue;
    kept.add(name);
    if (parent(name)) open.push(parent(name));
    const { type, isMessage } = types.get(name);
    if (isMessage) open.push(...fieldsOf(type, used).filter(field => field.T?.typeName).map(field => field.T.typeName));
  }
  return kept;
}

function parent(name) {
  const outer = name.slice(0, name.lastIndexOf('.'));
  return outer === PACKAGE ? undefined : outer;
}

function fileText(file, types, kept, used) {
  const imports = new Set();
  const body = children(undefined, '').join('\n');
  imports.delete(file);
  return [
    'syntax = "proto2";', `package ${PACKAGE};`, `option csharp_namespace = "${NAMESPACE}";`,
    ...[...imports].sort().map(name => `import "${name}.proto";`), '', body, '',
  ].join('\n');

  function children(outer, indent) {
    return [...types.values()]
      .filter(({ file: home, type }) => home === file && kept.has(type.typeName) && parent(type.typeName) === outer)
      .map(({ type, isMessage }) => isMessage ? message(type, indent) : enumeration(type, indent));
  }

  function message(type, indent) {
    const inner = indent + '  ';
    const lines = [`${indent}message ${simple(type)} {`, ...children(type.typeName, inner)];
    const fields = fieldsOf(type, used);
    for (const field of fields.filter(field => !field.oneof)) {
      lines.push(`${inner}${label(field)}${typeName(field)} ${field.name} = ${field.no};`);
    }
    for (const oneof of new Set(fields.map(field => field.oneof).filter(Boolean))) {
      const alternatives = fields.filter(field => field.oneof === oneof);
      const body = alternatives.map(field => `${inner}  ${typeName(field)} ${field.name} = ${field.no};`);
      lines.push(`${inner}oneof ${oneof.name} {`, ...body, `${inner}}`);
    }
    return [...lines, `${indent}}`].join('\n');
  }

  function enumeration(type, indent) {
    const values = type.values.map(value => `${indent}  ${value.name} = ${value.no};`);
    return [`${indent}enum ${simple(type)} {`, ...values, `${indent}}`].join('\n');
  }

  function typeName(field) {
    if (field.kind === 'scalar') return SCALARS[field.T];
    if (field.kind === 'map') return `map<${SCALARS[field.K]}, ${typeName(field.V)}>`;
    imports.add(types.get(field.T.typeName).file);
    return `.${field.T.typeName}`;
  }
}

function simple(type) {
  return type.typeName.split('.').pop();
}

function label(field) {
  if (field.kind === 'map') return '';
  if (field.repeated) return 'repeated ';
  return field.req ? 'required ' : 'optional ';
}
