// Every value is told in docs/12-deploying.md, and nothing is told that isn't one.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

const DOCUMENT = 'docs/12-deploying.md';

export function checkDocuments(chart, fault) {
  const leaves = new Set(paths(parse(readFileSync(join(chart, 'values.yaml'), 'utf8'))));
  const table = /## Values\n(.*?)\n## /s.exec(readFileSync(DOCUMENT, 'utf8'))?.[1] ?? '';
  const cells = [...table.matchAll(/^\| (.*?) \|/gm)].map(match => match[1]);
  const told = new Set(cells.flatMap(cell => [...cell.matchAll(/`([^`]+)`/g)].map(match => match[1])));
  for (const path of leaves) if (!told.has(path)) fault(`${DOCUMENT} doesn't tell of ${path}.`);
  for (const path of told) if (!leaves.has(path)) fault(`${DOCUMENT} tells of ${path}, which is no value.`);
  const schema = JSON.parse(readFileSync(join(chart, 'values.schema.json'), 'utf8'));
  for (const path of leaves) if (!inSchema(schema, path.split('.'))) fault(`values.schema.json doesn't know ${path}.`);
}

function paths(value, path = '') {
  const isMap = value !== null && typeof value === 'object' && !Array.isArray(value) && Object.keys(value).length > 0;
  return isMap ? Object.entries(value).flatMap(([key, below]) => paths(below, path ? `${path}.${key}` : key)) : [path];
}

function inSchema(schema, [first, ...rest]) {
  return first === undefined || (schema.properties?.[first] !== undefined && inSchema(schema.properties[first], rest));
}
