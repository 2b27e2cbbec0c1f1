import { OneOf, Optional } from '@app/application';
import { PERMISSIONS, type Permission } from '@app/domain';
import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsArray,
  IsInt,
  IsString,
  Max,
  MaxLength,
  Min,
  MinLength,
} from 'class-validator';
import { PaginationDto } from '../http/pagination.dto';
import { ReadableText } from '../http/readable-text';
import { TimeText } from '../http/times';

export class CreateApiKeyDto {
  /** For people. */
  @IsString()
  @MinLength(1)
  @MaxLength(255)
  @ReadableText()
  name: string;

  /** What it may do; nothing that its maker may not. */
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(PERMISSIONS.length)
  @ArrayUnique()
  @OneOf(PERMISSIONS, { each: true })
  permissions: Permission[];

  /** When it stops to open; left out: never. */
  @Optional()
  @TimeText()
  expires_at?: Date;
}

export class RotateApiKeyDto {
  /** How long the former secret opens beside the new one; at most a week. */
  @IsInt()
  @Min(0)
  @Max(604_800)
  overlap_seconds: number = 86_400;
}

/** An API key, without its secret. */
export class ApiKeyDto {
  id: string;
  name: string;
  /** The first characters of its secret, to recognise it by. */
  prefix: string;
  permissions: Permission[];
  /** RFC 3339, UTC; null: never. */
  expires_at: string | null;
  created_at: string;
  /** Id of the user or API key that made it. */
  created_by: string;
  /** To the minute. */
  last_used_at: string | null;
  revoked_at: string | null;
}

/** An API key with its secret, which is shown this once. */
export class IssuedApiKeyDto extends ApiKeyDto {
  /** The secret itself: `wk_…`. */
  key: string;
}

export class ApiKeyListDto {
  items: ApiKeyDto[];
  pagination: PaginationDto;
}
