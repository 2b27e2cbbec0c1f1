import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fingerprint } from './inputs.ts';

describe('fingerprint', () => {
  let root: string;

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'fingerprint-'));
    for (const folder of ['apps/api/src', 'apps/worker', 'libs/domain/src'])
      mkdirSync(join(root, folder), { recursive: true });
    for (const file of ['nest-cli.json', 'tsconfig.json', 'package-lock.json', 'apps/api/src/main.ts'])
      writeFileSync(join(root, file), file);
  });

  afterEach(() => rmSync(root, { recursive: true }));

  it.each([
    ['a changed file', 'apps/api/src/main.ts', true],
    ['a new file of a library', 'libs/domain/src/new.ts', true],
    ['changed dependencies', 'package-lock.json', true],
    ['a file of another app', 'apps/worker/main.ts', false],
    ['a unit test', 'libs/domain/src/new.spec.ts', false],
  ])('%s (%s) makes a new build: %p', (_title, file, changes) => {
    const before = fingerprint('api', root);
    writeFileSync(join(root, file), 'changed');
    expect(fingerprint('api', root) !== before).toBe(changes);
  });
});
