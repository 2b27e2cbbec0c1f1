import { pomOf } from './maven.ts';

it('writes a project that is nothing but its dependencies', () => {
  const pom = pomOf(['org.example:one:1.0', 'org.example:two:2.0']);
  expect(pom).toContain('<groupId>org.example</groupId><artifactId>one</artifactId><version>1.0</version>');
  expect(pom.match(/<dependency>/g)).toHaveLength(2);
});
