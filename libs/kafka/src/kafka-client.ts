import { Logger } from '@nestjs/common';
import { Kafka, logLevel, type LogEntry } from 'kafkajs';
import type { KafkaConfig } from '@app/config';

/** One client for all that a process does with Kafka; its words go to the process's own log. */
export function createKafka({ brokers, clientId }: KafkaConfig): Kafka {
  return new Kafka({
    brokers: [...brokers],
    clientId,
    logLevel: logLevel.WARN,
    logCreator: () => toLog,
    connectionTimeout: 3000,
    requestTimeout: 15_000,
    // Soon back at work when a broker is back.
    retry: { retries: 5, maxRetryTime: 3000 },
  });
}

const logger = new Logger('Kafka');

function toLog({ namespace, level, log }: LogEntry): void {
  const { message, ...facts } = log;
  const line = {
    ...facts,
    timestamp: undefined,
    logger: undefined,
    msg: namespace ? `${namespace}: ${message}` : message,
  };
  if (level === logLevel.ERROR) logger.error(line);
  else logger.warn(line);
}
