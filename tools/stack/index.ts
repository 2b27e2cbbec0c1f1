export { startStack } from './start-stack.ts';
export { stopStack, type StopResult } from './stop-stack.ts';
export { stackStatus, type ServerStatus } from './stack-status.ts';
export { timeSkippingServer } from './servers/temporal/time-skipping-server.ts';
export { Reaper } from './processes/reaper.ts';
export { freePort } from './processes/free-port.ts';
export { lastLines } from './processes/run.ts';
export { MissingTool } from './lookup/missing-tool.ts';
export type { Progress, RunningStack, ServerName, SourceName, StackAddresses, StackOptions } from './types.ts';
