// The Dockerfile parses, its bases are pinned, and it agrees with the chart about who the user is.
import { readFileSync } from 'node:fs';
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
  const deployment = readFileSync('helm/connectors/templates/deployment.yaml', 'utf8');
  const [, user] = /^USER (\d+):\d+$/m.exec(text) ?? [];
  if (!user || !deployment.includes(`runAsUser: ${user}`)) fault('Dockerfile: its user is not the chart\'s.');
}
