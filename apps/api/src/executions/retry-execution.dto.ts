import { OneOf, Optional } from '@app/application';
import { RETRY_FROM, RETRY_VERSIONS, type RetryFrom, type RetryVersion } from '@app/domain';

/** How a run is tried again. */
export class RetryExecutionDto {
  /**
   * Where it goes on. `failed_step`: completed steps keep their outputs, the others keep their idempotency keys, so that
   * no effect is made twice. `start`: everything is done anew. Default: failed_step.
   */
  @Optional()
  @OneOf(RETRY_FROM)
  from?: RetryFrom;

  /** Which version of the workflow it carries out. Default: original. */
  @Optional()
  @OneOf(RETRY_VERSIONS)
  version?: RetryVersion;
}
