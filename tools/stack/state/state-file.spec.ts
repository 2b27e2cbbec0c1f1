import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readRecords, writeRecords, type StackRecords } from './state-file.ts';

describe('the state file', () => {
  let directory: string;
  beforeEach(() => (directory = mkdtempSync(join(tmpdir(), 'state-'))));
  afterEach(() => rmSync(directory, { recursive: true }));

  const records: StackRecords = {
    kafka: {
      process: { pid: 7, startedAt: 'boot:1' },
      source: 'cache',
      version: '4.1.1',
      addresses: { kafka: ['k:1'] },
    },
  };

  it('gives back what was written, and nobody else may read the passwords in it', () => {
    writeRecords(directory, records);
    expect(readRecords(directory)).toEqual(records);
    expect(statSync(join(directory, 'state.json')).mode & 0o777).toBe(0o600);
  });

  it.each([
    ['missing', undefined],
    ['empty', ''],
    ['cut', '{"format":1,"servers":{"kaf'],
    ['of another format', '{"format":99,"servers":{"kafka":{}}}'],
    ['without servers', '{"format":1}'],
  ])('counts as nothing when it is %s', (_how, content) => {
    if (content !== undefined) writeFileSync(join(directory, 'state.json'), content);
    expect(readRecords(directory)).toEqual({});
  });
});
