import { ApiPropertyOptional } from '@nestjs/swagger';

/** One thing that is wrong with a request. */
export class ProblemItemDto {
  /** JSON Pointer (RFC 6901) to the member, or `/<name>` of a query parameter or header. */
  pointer: string;
  /** Stable word for programs. */
  code: string;
  /** A sentence for people. */
  detail: string;
  /** What would be allowed. */
  @ApiPropertyOptional({ type: 'array', items: { oneOf: [{ type: 'string' }, { type: 'number' }] } })
  allowed?: (string | number)[];
}

/** Every error of this API, as `application/problem+json` (RFC 9457). */
export class ProblemDto {
  type: string;
  title: string;
  status: number;
  detail: string;
  /** The path that was asked for. */
  instance: string;
  /** Stable word for programs. */
  code: string;
  /** Facts for programs, by code: `running_executions` (how many), `revision` (the present one), … */
  details?: Record<string, unknown>;
  /** All problems of a refused input, not only the first. */
  errors?: ProblemItemDto[];
  /** Finds the request in the logs; also in the answer's `x-request-id`. */
  trace_id: string;
}
