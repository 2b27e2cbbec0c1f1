import { Logger } from '@nestjs/common';

/** A process that cannot do its work any more must not look alive: whoever runs it starts a new one. */
export function endProcess(err: unknown): void {
  new Logger('Process').fatal({ err, msg: 'This process cannot go on' });
  process.exitCode = 1;
  process.kill(process.pid, 'SIGTERM');
}
