import { FetchFailed, MissingTool } from './missing-tool.ts';

it('says in one sentence what to install and what could be set instead', () => {
  const { message } = new MissingTool('PostgreSQL', 'PostgreSQL 15 or newer', ['DATABASE_URL', 'DATABASE_OWNER_URL']);
  expect(message).toBe(
    'PostgreSQL was not found: install PostgreSQL 15 or newer, or set DATABASE_URL and DATABASE_OWNER_URL.',
  );
});

it('keeps the reason of a failed download', () => {
  const cause = new Error('mvn failed:\nno route to host');
  const error = new FetchFailed('Kafka 4.1.1', ['KAFKA_BROKERS'], cause);
  expect(error.message).toContain('Kafka 4.1.1 could not be fetched; try again, or set KAFKA_BROKERS.');
  expect(error.message).toContain('no route to host');
  expect(error.cause).toBe(cause);
});
