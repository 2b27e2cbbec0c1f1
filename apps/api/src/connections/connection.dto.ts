import { Optional } from '@app/application';
import { ApiProperty } from '@nestjs/swagger';
import { IsString, Matches, MaxLength } from 'class-validator';
import { ProblemItemDto } from '../http/problem.dto';
import { ReadableText } from '../http/readable-text';
import { RESOURCE_ID } from '../http/resource-id';
import { MailSender } from './mail-sender';
import { WebhookSecrets } from './webhook-secrets';

/** What fits into a header. */
const KEY = /^[\x21-\x7e]{1,512}$/;
const KEY_MESSAGE = '"api_key" is 1 to 512 letters, digits and signs, without spaces';
const ENVIRONMENT_MESSAGE = '"environment_id" is 1 to 64 letters, digits, "_" or "-"';

/** What of a connection is shown again. */
class ConnectionFieldsDto {
  /** Where the server's API begins, version included: `https://us.api.flexprice.io/v1`. Its origin must be allowed. */
  @IsString()
  @ReadableText()
  @MaxLength(2048)
  base_url: string;

  /** The server's own environment; only for keys that are not bound to one. */
  @Optional()
  @IsString()
  @Matches(RESOURCE_ID, { message: ENVIRONMENT_MESSAGE })
  @ApiProperty({ pattern: RESOURCE_ID.source })
  environment_id?: string;

  /** Sender of the environment's mails: `billing@acme.example` or `Acme <billing@acme.example>`. */
  @Optional()
  @IsString()
  @ReadableText()
  @MaxLength(320)
  @MailSender()
  mail_from?: string;
}

export class CreateConnectionDto extends ConnectionFieldsDto {
  /** Of a service account that may read and write. Never shown again. */
  @IsString()
  @Matches(KEY, { message: KEY_MESSAGE })
  @ApiProperty({ writeOnly: true, pattern: KEY.source })
  api_key: string;

  /** What the server signs its webhooks with; two while one replaces the other. Never shown again. */
  @WebhookSecrets()
  webhook_secrets?: string[];
}

/** What is left out is taken away; only secrets that are left out stay. */
export class UpdateConnectionDto extends ConnectionFieldsDto {
  /** Left out, it stays. */
  @Optional()
  @IsString()
  @Matches(KEY, { message: KEY_MESSAGE })
  @ApiProperty({ writeOnly: true, pattern: KEY.source })
  api_key?: string;

  /** All of them; left out, they stay. */
  @WebhookSecrets()
  webhook_secrets?: string[];
}

/** The billing server that an environment is connected to, without what opens it. */
export class ConnectionDto {
  id: string;
  /** flexprice */
  provider: string;
  base_url: string;
  environment_id: string | null;
  mail_from: string | null;
  /** The user whose key it is, as the server says: what that user did, we did. */
  user_id: string;
  webhook_secret_count: number;
  /** Where the server sends its webhooks, at this API's address. */
  webhook_path: string;
  /** When the server last knew the key. */
  checked_at: string;
  created_at: string;
  updated_at: string;
  /** What is allowed, and perhaps not meant; absent when there is nothing to say. */
  warnings?: ProblemItemDto[];
}

/** One at most. */
export class ConnectionListDto {
  items: ConnectionDto[];
}
