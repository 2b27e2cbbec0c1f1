import { Optional } from '@app/application';
import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { ArrayMaxSize, ArrayUnique, IsArray, Matches } from 'class-validator';

const MOST_SECRETS = 5;
/** Of Standard Webhooks: 24 to 64 bytes in base64. */
const SECRET = /^whsec_(?=.{32,88}$)([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/** Up to five different `whsec_…`. */
export function WebhookSecrets(): PropertyDecorator {
  const message = 'Each of "webhook_secrets" is whsec_ and 24 to 64 bytes in base64';
  return applyDecorators(
    Optional(),
    IsArray(),
    ArrayMaxSize(MOST_SECRETS),
    ArrayUnique(),
    Matches(SECRET, { each: true, message }),
    ApiProperty({
      ...{ writeOnly: true, type: 'array', maxItems: MOST_SECRETS, uniqueItems: true },
      items: { type: 'string', pattern: '^whsec_[A-Za-z0-9+/]{32,88}={0,2}$' },
    }),
  );
}
