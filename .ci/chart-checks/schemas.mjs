// Two checks against Kubernetes' own schemas, because each sees what the other doesn't: the validators (wrong types, what is missing,
// patterns) don't mind unknown fields, the types do.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const MODULES = { 'keda.sh': '@kubernetes-models/keda', 'monitoring.coreos.com': '@kubernetes-models/prometheus-operator' };
const PACKAGES = join(import.meta.dirname, 'node_modules');

/** Checks all objects of all variants; returns how many there were. */
export async function checkSchemas(variants, out, fault) {
  const objects = [...variants].flatMap(([variant, all]) => all.map(object => ({ variant, object })));
  for (const { variant, object } of objects) await validate(variant, object, fault);
  checkTypes(objects, join(out, 'types'), fault);
  return objects.length;
}

async function validate(variant, object, fault) {
  try {
    const kinds = await import(module(object));
    new kinds[object.kind](object).validate();
  } catch (error) {
    fault(`${variant}, ${object.kind} ${object.metadata?.name}: ${error.message}`);
  }
}

function checkTypes(objects, folder, fault) {
  mkdirSync(folder, { recursive: true });
  if (!existsSync(join(folder, 'node_modules'))) symlinkSync(PACKAGES, join(folder, 'node_modules'));
  const lines = objects.flatMap(({ variant, object }, index) => [
    `// ${variant}`,
    `import type { I${object.kind} as Kind${index} } from '${module(object)}';`,
    `export const object${index}: Kind${index} = ${JSON.stringify(object, undefined, 1)};`,
  ]);
  writeFileSync(join(folder, 'objects.ts'), lines.join('\n'));
  const options = ['--noEmit', '--strict', '--skipLibCheck', '--module', 'esnext', '--moduleResolution', 'bundler', '--types', ''];
  const compiler = join(PACKAGES, 'typescript', 'bin', 'tsc');
  const done = spawnSync(process.execPath, [compiler, ...options, 'objects.ts'], { cwd: folder, encoding: 'utf8' });
  if (done.status !== 0) fault(`Types: ${done.stdout}${done.stderr}`);
}

// Where a kind's class and type are: kubernetes-models/apps/v1, and kubernetes-models/v1 for what has no group.
function module({ apiVersion }) {
  return `${MODULES[apiVersion.split('/')[0]] ?? 'kubernetes-models'}/${apiVersion}`;
}
