import { Public } from '@app/auth';
import { HealthController } from '@app/observability';
import { Controller } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';

/** The probes, for callers without a credential. */
@Public()
@ApiExcludeController()
@Controller('health')
export class ApiHealthController extends HealthController {}
