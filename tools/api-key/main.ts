import { runCommand } from '../platform/index.ts';

await runCommand('api', 'cli/api-key.js', ['DATABASE_URL']);
