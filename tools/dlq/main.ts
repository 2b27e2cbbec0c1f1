import { runCommand } from '../platform/index.ts';

await runCommand('trigger', 'cli/dlq.js', ['DATABASE_URL', 'KAFKA_BROKERS']);
