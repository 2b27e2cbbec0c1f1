import { Controller, Get, Header, Res } from '@nestjs/common';
import { HealthChecks, type HealthReport } from './health-checks';

/** The answer under way, as any HTTP adapter of Nest gives it. */
interface StatusReply {
  status(code: number): unknown;
}

/** Probes: live = the process answers; ready = what it needs answers too (503 while it does not). */
@Controller('health')
export class HealthController {
  constructor(private readonly checks: HealthChecks) {}

  @Get('live')
  @Header('cache-control', 'no-store')
  live(): Pick<HealthReport, 'status'> {
    return { status: 'ok' };
  }

  @Get('ready')
  @Header('cache-control', 'no-store')
  async ready(@Res({ passthrough: true }) reply: StatusReply): Promise<HealthReport> {
    const report = await this.checks.report();
    reply.status(report.status === 'ok' ? 200 : 503);
    return report;
  }
}
