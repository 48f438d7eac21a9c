// main.mjs OUT HELM...: see .ci/chart. Prints what is wrong, all of it, and a line of what was done.
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { Helm } from './helm.mjs';
import { checkRefused } from './refused.mjs';
import { checkObjects } from './rules.mjs';
import { checkSchemas } from './schemas.mjs';
import { checkSettings, leave } from './settings.mjs';
import { checkDocuments } from './documents.mjs';
import { checkDockerfile } from './dockerfile.mjs';

const CHART = 'helm/connectors';
// The oldest that Chart.yaml allows, and what the two Helms bring themselves.
const KUBERNETES = ['1.30.0', '1.32.0', '1.34.0'];

const [out, ...binaries] = process.argv.slice(2);
const faults = [];
const fault = text => faults.push(text);
const helms = binaries.map(binary => new Helm(binary, CHART, out));
const variants = readdirSync(join(CHART, 'ci')).filter(name => name.endsWith('.yaml'));
const rendered = join(out, 'rendered');
mkdirSync(rendered, { recursive: true });

const all = new Map();
for (const variant of variants) {
  const values = [join(CHART, 'ci', variant)];
  const texts = new Set();
  for (const helm of helms) {
    helm.lint(values, fault);
    for (const kubernetes of KUBERNETES) texts.add(helm.template(values, kubernetes, fault));
  }
  if (texts.size !== 1) fault(`${variant}: the Helms, or Kubernetes' versions, don't render the same.`);
  const [text] = texts;
  writeFileSync(join(rendered, variant), text ?? '');
  const objects = Helm.objects(text ?? '');
  all.set(basename(variant, '.yaml'), objects);
  checkObjects(variant, helms[0].values(values), objects, fault);
}

const objects = await checkSchemas(all, out, fault);
const refused = checkRefused(helms, CHART, fault);
const settings = checkSettings(all, fault);
checkDocuments(CHART, fault);
checkDockerfile(fault);
leave(all.get('own-redis') ?? [], out);

faults.forEach(text => console.error(`- ${text}`));
console.log(`${helms.map(helm => helm.version).join(' and ')}: ${variants.length} values files, ${objects} objects, `
  + `${refused} values refused, ${settings} settings; ${faults.length} faults`);
process.exitCode = faults.length === 0 && objects > 0 && refused > 0 && settings > 0 ? 0 : 1;
