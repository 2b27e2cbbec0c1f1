import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const SHARED = ['libs', 'nest-cli.json', 'tsconfig.json', 'package-lock.json'];

/** A fingerprint of everything that an app's build is made of, names and contents. */
export function fingerprint(app: string, root = '.'): string {
  const hash = createHash('sha256');
  for (const path of [join('apps', app), ...SHARED].flatMap((entry) => filesOf(root, entry)))
    hash
      .update(path)
      .update('\0')
      .update(readFileSync(join(root, path)))
      .update('\0');
  return hash.digest('hex');
}

function filesOf(root: string, entry: string): string[] {
  if (/\.[a-z]+$/.test(entry)) return [entry];
  return readdirSync(join(root, entry), { recursive: true, withFileTypes: true })
    .filter((item) => item.isFile() && !item.name.endsWith('.spec.ts'))
    .map((item) => join(item.parentPath, item.name).slice(root === '.' ? 0 : root.length + 1))
    .sort();
}
