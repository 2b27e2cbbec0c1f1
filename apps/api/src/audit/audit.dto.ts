import type { AuditAction, AuditedResource } from '@app/domain';
import { DeepPaginationDto } from '../http/pagination.dto';

export class AuditActorDto {
  /** user or api_key. */
  type: string;
  id: string;
}

export class AuditResourceDto {
  type: AuditedResource;
  id: string;
}

/** One thing that was done. */
export class AuditEntryDto {
  id: string;
  /** RFC 3339, UTC. */
  created_at: string;
  actor: AuditActorDto;
  action: AuditAction;
  resource: AuditResourceDto;
  /** Method and pattern of the route. */
  route: string;
  /** The call's `x-request-id`. */
  request_id: string;
  /** Where the call came from. */
  ip_address: string;
  /** What it was; absent for what was new. */
  before?: Record<string, unknown>;
  /** What it became; absent for what is gone. */
  after?: Record<string, unknown>;
}

export class AuditListDto {
  items: AuditEntryDto[];
  pagination: DeepPaginationDto;
}
