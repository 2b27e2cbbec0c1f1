import { isAtLeast, javaMajor, versionIn } from './version.ts';

it.each([
  ['postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)', '15.18'],
  ['postgres (PostgreSQL) 18beta1', '18'],
  ['temporal version 1.9.1 (Server 1.32.0, UI 2.54.1)', '1.9.1'],
  ['4.1.1 (Commit:be816b82d25370ce)', '4.1.1'],
  ['command not found', undefined],
])('reads the version in "%s"', (text, expected) => {
  expect(versionIn(text)).toBe(expected);
});

it.each([
  ['15.18', '15', true],
  ['14.9', '15', false],
  ['18', '15', true],
  ['3.10.0', '3.7', true],
  ['3.6.2', '3.7', false],
  ['4.0', '3.7', true],
  ['3', '3.7', false],
])('%s against the least version %s: %s', (version, least, expected) => {
  expect(isAtLeast(version, least)).toBe(expected);
});

it.each([
  ['1.8.0', '8'],
  ['11.0.2', '11'],
  ['17.0.15', '17'],
  ['21', '21'],
])('Java %s is Java %s', (version, expected) => {
  expect(javaMajor(version)).toBe(expected);
});
