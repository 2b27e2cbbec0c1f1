import { kafkaServer } from './kafka/kafka-server.ts';
import { postgresServer } from './postgres/postgres-server.ts';
import type { Server } from './server.ts';
import { temporalServer } from './temporal/temporal-server.ts';

/** The three servers of a stack. */
export const ALL_SERVERS: readonly Server[] = [postgresServer, kafkaServer, temporalServer];
