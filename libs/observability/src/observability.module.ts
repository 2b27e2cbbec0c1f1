import { logConfig, type LogConfig } from '@app/config';
import { Module, type DynamicModule } from '@nestjs/common';
import { LoggerModule } from 'nestjs-pino';
import { loggerOptions } from './logger-options';

/** The process's logger. `main.ts` hands it to Nest: `app.useLogger(app.get(Logger))`, with `bufferLogs: true`. */
@Module({})
export class ObservabilityModule {
  /** @param options app: the name that every line carries; log: by default what the environment says */
  static forRoot({ app, log = logConfig() }: { app: string; log?: LogConfig }): DynamicModule {
    return {
      module: ObservabilityModule,
      imports: [LoggerModule.forRoot({ pinoHttp: loggerOptions(app, log), assignResponse: true })],
    };
  }
}
