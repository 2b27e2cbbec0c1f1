import { containerArgs, containerName } from './docker.ts';

it('names a container by stack and server', () => {
  const name = containerName('/a/.stack/dev', 'kafka');
  expect(name).toMatch(/^billing-workflows-[0-9a-f]{12}-kafka$/);
  expect(containerName('/b/.stack/dev', 'kafka')).not.toBe(name);
  expect(containerName('/a/.stack/dev', 'kafka')).toBe(name);
});

it('runs it in the foreground, on this machine only, and keeps its data', () => {
  const container = {
    docker: 'docker',
    name: 'n',
    image: 'i:1',
    dataFolder: '/data',
    ports: [4000],
    env: { A: 'b' },
    options: ['--user', '0'],
    args: ['serve'],
  };
  expect(containerArgs(container).join(' ')).toBe(
    'run --rm --name n --volume n:/data --publish 127.0.0.1:4000:4000 --env A=b --user 0 i:1 serve',
  );
});
