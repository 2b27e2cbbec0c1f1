import { runCommand } from '../platform/index.ts';

await runCommand('worker', 'cli/promote-build.js', ['TEMPORAL_ADDRESS']);
