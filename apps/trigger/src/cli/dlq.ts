import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { parseArgs } from 'node:util';
import { DeadLetterLog } from '@app/application';
import { databaseConfig, kafkaConfig } from '@app/config';
import { DatabaseModule } from '@app/database';
import { createKafka, DeadLetterRedrive } from '@app/kafka';
import { allOpen, idOf, openOf } from './choose-letters';

const USAGE = `npm run dlq -- list [--all] [--limit N]        messages that could not be read; with --all those put back too
npm run dlq -- redrive ID...                    puts them back on their topic, as they were
npm run dlq -- redrive --all                    puts back all that are listed`;

@Module({ imports: [DatabaseModule.forRoot(databaseConfig())] })
class DlqModule {}

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { all: { type: 'boolean', default: false }, limit: { type: 'string', default: '50' } },
});

void main().catch((error: unknown) => {
  warn(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
});

async function main(): Promise<void> {
  const [command, ...ids] = positionals;
  const isSane = command === 'list' ? ids.length === 0 : command === 'redrive' && values.all !== ids.length > 0;
  if (!isSane) throw new Error(USAGE);
  const app = await NestFactory.createApplicationContext(DlqModule, { logger: false });
  const log = app.get(DeadLetterLog, { strict: false });
  try {
    await (command === 'list' ? list(log) : redrive(log, ids));
  } finally {
    await app.close();
  }
}

async function list(log: DeadLetterLog): Promise<void> {
  const limit = Number(values.limit);
  if (!Number.isInteger(limit) || limit < 1) throw new Error(`--limit is "${values.limit}", not a whole number from 1`);
  const letters = await log.list(limit, !values.all);
  for (const letter of letters) {
    const { reason, pointer, putAsideAt, redrivenAt } = letter;
    const back = redrivenAt ? `, put back at ${redrivenAt.toISOString()}` : '';
    say(`${idOf(letter)}  ${putAsideAt.toISOString()}  ${pointer} ${reason}${back}`);
  }
  if (letters.length === 0) say('No dead letters.');
  if (letters.length === limit) say(`These are the newest ${limit}; --limit shows more.`);
}

async function redrive(log: DeadLetterLog, ids: readonly string[]): Promise<void> {
  const chosen = values.all ? await allOpen(log) : await openOf(log, ids);
  const config = kafkaConfig();
  const redriving = new DeadLetterRedrive(createKafka(config), config);
  const { redriven, missing } = await redriving.execute(chosen, (place) => log.markRedriven(place));
  say(`${redriven.length} put back.`);
  for (const place of missing) warn(`${idOf(place)} has no copy on ${config.deadLetterTopic}.`);
  if (missing.length > 0) process.exitCode = 1;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

function warn(line: string): void {
  process.stderr.write(`${line}\n`);
}
