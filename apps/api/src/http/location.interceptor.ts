import {
  applyDecorators,
  UseInterceptors,
  type CallHandler,
  type ExecutionContext,
  type NestInterceptor,
} from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { AnswersWith } from '../open-api/answers';
import { tap, type Observable } from 'rxjs';

/** The answer's `Location`, made of its body: `@Location((made: CustomerDto) => `/billing/customers/${made.id}`)`. */
export function Location<T>(pathOf: (body: T) => string): MethodDecorator {
  return applyDecorators(UseInterceptors(new LocationInterceptor<T>(pathOf)), AnswersWith('location'));
}

class LocationInterceptor<T> implements NestInterceptor<T, T> {
  constructor(private readonly pathOf: (body: T) => string) {}

  intercept(context: ExecutionContext, next: CallHandler<T>): Observable<T> {
    const reply = context.switchToHttp().getResponse<FastifyReply>();
    return next.handle().pipe(tap((body) => void reply.header('location', `/api/v1${this.pathOf(body)}`)));
  }
}
