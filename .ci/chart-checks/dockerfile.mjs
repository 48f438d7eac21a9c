// The Dockerfile parses, its bases are pinned, no project is forgotten, and it agrees with the chart about who the user is.
import { readFileSync, readdirSync } from 'node:fs';
import { basename } from 'node:path';
import { validate } from 'dockerfile-utils';

export function checkDockerfile(fault) {
  const text = readFileSync('Dockerfile', 'utf8');
  for (const { message, range } of validate(text)) fault(`Dockerfile:${range.start.line + 1}: ${message}`);
  const bases = [...text.matchAll(/^ARG \w+_IMAGE=(.*)$/gm)].map(match => match[1]);
  for (const base of bases) if (!/:\d+\.\d+\.\d+|@sha256:/.test(base)) fault(`Dockerfile: ${base} is not pinned.`);
  for (const [, base] of text.matchAll(/^FROM (\S+)/gm)) {
    if (!/^\$\{\w+_IMAGE\}$/.test(base)) fault(`Dockerfile: ${base} is not an argument.`);
  }
  if (bases.length !== 3) fault('Dockerfile: there are not three bases.');
  for (const project of neededBy('Connectors.Server')) {
    if (!text.includes(`COPY src/${project}/*.csproj `)) fault(`Dockerfile: ${project} is not there when packages are restored.`);
  }

  const deployment = readFileSync('helm/connectors/templates/deployment.yaml', 'utf8');
  const [, user] = /^USER (\d+):\d+$/m.exec(text) ?? [];
  if (!user || !deployment.includes(`runAsUser: ${user}`)) fault('Dockerfile: its user is not the chart\'s.');
}

// A project and all that it references.
function neededBy(project, found = new Set()) {
  if (found.has(project)) return found;
  found.add(project);
  const [file] = readdirSync(`src/${project}`).filter(name => name.endsWith('.csproj'));
  for (const [, reference] of readFileSync(`src/${project}/${file}`, 'utf8').matchAll(/<ProjectReference Include="([^"]+)"/g)) {
    neededBy(basename(reference, '.csproj'), found);
  }
  return found;
}
