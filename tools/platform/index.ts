export { Platform, type PlatformOptions, type StartedPlatform } from './platform.ts';
export { readLive, type Ready } from './ready-file.ts';
export { onPlatform } from './on-platform.ts';
export { runCommand } from './run-command.ts';
export type { Credential } from './credentials.ts';

/** Where `npm start` keeps its data, and where it says that it is ready. */
export const DEVELOPMENT = { directory: '.stack/dev', readyFile: '.stack/ready.json' } as const;
