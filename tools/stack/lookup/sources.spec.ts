import { findFirst, SOURCE_ORDER, type Finders } from './sources.ts';

type Place = (typeof SOURCE_ORDER)[number];

/** Finders that have the server in those places only, and tell who was asked. */
function setup(places: Place[]) {
  const asked: Place[] = [];
  const finder = (place: Place) => async () => {
    asked.push(place);
    return places.includes(place) ? place : undefined;
  };
  const finders: Finders<Place> = {
    path: finder('path'),
    cache: finder('cache'),
    docker: finder('docker'),
    package: finder('package'),
  };
  return { asked, finders };
}

it.each<[Place[], Place | undefined, Place[]]>([
  [['path', 'cache', 'docker', 'package'], 'path', ['path']],
  [['cache', 'docker', 'package'], 'cache', ['path', 'cache']],
  [['docker', 'package'], 'docker', ['path', 'cache', 'docker']],
  [['package'], 'package', ['path', 'cache', 'docker', 'package']],
  [['path', 'package'], 'path', ['path']],
  [['cache', 'package'], 'cache', ['path', 'cache']],
  [[], undefined, ['path', 'cache', 'docker', 'package']],
])('a server that is in %j is taken from %s, after asking %j', async (places, expected, expectedAsked) => {
  const { asked, finders } = setup(places);
  expect(await findFirst(finders)).toBe(expected);
  expect(asked).toEqual(expectedAsked);
});

it('passes the failure of a source on instead of looking further', async () => {
  const { finders } = setup(['package']);
  const broken = { ...finders, cache: () => Promise.reject(new Error('disk')) };
  await expect(findFirst(broken)).rejects.toThrow('disk');
});
