import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { cached, cachedFile, cacheFolder } from './cache.ts';

it.each<[NodeJS.ProcessEnv, string, string]>([
  [{}, 'linux', join(homedir(), '.cache', 'billing-workflows')],
  [{}, 'darwin', join(homedir(), 'Library', 'Caches', 'billing-workflows')],
  [{ XDG_CACHE_HOME: '/c' }, 'linux', '/c/billing-workflows'],
  [{ XDG_CACHE_HOME: '/c' }, 'darwin', '/c/billing-workflows'],
])('with %j on %s it is %s', (env, platform, expected) => {
  expect(cacheFolder(env, platform)).toBe(expected);
});

describe('a cached folder', () => {
  const before = process.env.XDG_CACHE_HOME;
  let home: string;

  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), 'cache-'));
    process.env.XDG_CACHE_HOME = home;
  });

  afterEach(() => {
    rmSync(home, { recursive: true });
    if (before === undefined) delete process.env.XDG_CACHE_HOME;
    else process.env.XDG_CACHE_HOME = before;
  });

  const fillWith = (text: string) => async (folder: string) => writeFileSync(join(folder, 'file'), text);

  it('is filled once', async () => {
    const folder = await cached('tool-1', fillWith('first'));
    expect(await cached('tool-1', fillWith('second'))).toBe(folder);
    expect(readFileSync(cachedFile('tool-1', 'file')!, 'utf8')).toBe('first');
  });

  it('does not appear when the download is cut', async () => {
    const cut = async (folder: string) => {
      await fillWith('half')(folder);
      throw new Error('cut');
    };
    await expect(cached('tool-1', cut)).rejects.toThrow('cut');
    expect(cachedFile('tool-1', 'file')).toBeUndefined();
    expect(readdirSync(cacheFolder())).toEqual([]);
  });

  it('is complete when two clones fill it at the same time', async () => {
    const [one, other] = await Promise.all([cached('tool-1', fillWith('same')), cached('tool-1', fillWith('same'))]);
    expect(one).toBe(other);
    expect(readdirSync(cacheFolder())).toEqual(['tool-1']);
  });

  it('clears away what a killed download left long ago, and leaves one that may still run', async () => {
    const [old, young] = ['tool-1.partial-old', 'tool-1.partial-young'].map((name) => join(cacheFolder(), name));
    for (const folder of [old!, young!]) mkdirSync(folder, { recursive: true });
    utimesSync(old!, 0, 0);
    await cached('tool-1', fillWith('new'));
    expect([existsSync(old!), existsSync(young!)]).toEqual([false, true]);
  });
});
