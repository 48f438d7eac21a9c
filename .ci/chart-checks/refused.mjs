// Values that are wrong must not come to anything, and the refusal must name them.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

export function checkRefused(helms, chart, fault) {
  const folder = join(chart, 'ci', 'refused');
  const files = readdirSync(folder);
  for (const file of files) {
    const path = join(folder, file);
    const [, name] = /^# names: (\S+)\n/.exec(readFileSync(path, 'utf8')) ?? [];
    if (!name) fault(`${path} doesn't say in its first line what the refusal must name.`);
    for (const helm of helms) {
      const done = helm.tryTemplate([join(chart, 'ci', 'own-redis.yaml'), path]);
      if (done.status === 0) fault(`${helm.version} took ${file}.`);
      else if (name && !named(done.stderr, name)) fault(`${helm.version} refused ${file} without naming ${name}: ${done.stderr}`);
    }
  }
  return files.length;
}

// Schema errors of the two versions write a path with dots or with slashes.
function named(text, name) {
  return [text, text.replaceAll('/', '.')].some(one => one.includes(name));
}
