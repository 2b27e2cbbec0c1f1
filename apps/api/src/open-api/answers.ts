import type { ErrorCode } from '@app/domain';
import { ApiExtension, ApiHeader } from '@nestjs/swagger';

/** Members of an operation that only the making of the document reads. */
export const REFUSALS = 'x-refusals';
export const ANSWER_HEADERS = 'x-answer-headers';

/** What a route may answer beside what every route may: documented by status, with these codes. */
export function Refuses(...codes: ErrorCode[]): MethodDecorator {
  return ApiExtension(REFUSALS, codes);
}

/** The route's good answer has this header. */
export function AnswersWith(header: 'etag' | 'location'): MethodDecorator {
  return (target, name, descriptor: PropertyDescriptor) => {
    const handler = descriptor.value as object;
    const others = (Reflect.getMetadata(ANSWER_HEADERS, handler) as string[] | undefined) ?? [];
    const headers = [...others, header].sort();
    Reflect.defineMetadata(ANSWER_HEADERS, headers, handler);
    ApiExtension(ANSWER_HEADERS, headers)(target, name, descriptor);
  };
}

/** The route takes `If-Match` and answers 412 to an outdated one. */
export function TakesIfMatch(): MethodDecorator {
  const description = 'The ETag that the change builds upon; another one in the meantime is answered by 412.';
  return ApiHeader({ name: 'If-Match', required: false, description, schema: { type: 'string' } });
}
