import { DomainError } from '@app/domain';
import type { FastifyInstance } from 'fastify';

/** Knows which methods each address has, so that a wrong method is told from a wrong address. */
export class KnownRoutes {
  private readonly methodsByPattern = new Map<string, Set<string>>();

  /** Call before routes are registered. */
  watch(fastify: FastifyInstance): void {
    fastify.addHook('onRoute', ({ url, method }) => {
      const methods = this.methodsByPattern.get(url) ?? new Set();
      [method].flat().forEach((one) => methods.add(one));
      this.methodsByPattern.set(url, methods);
    });
  }

  /** Why nothing answers a request: method_not_allowed with the allowed ones, or not_found. */
  refusal(method: string, url: string): DomainError {
    const path = url.split('?', 1)[0] ?? '';
    const allowed = [...this.methodsByPattern]
      .filter(([pattern]) => toExpression(pattern).test(path))
      .flatMap(([, methods]) => [...methods]);
    if (allowed.length === 0 || allowed.includes(method))
      return new DomainError('not_found', `There is nothing at ${path}.`);
    return new DomainError('method_not_allowed', `${path} does not take ${method}.`, {
      allowed: [...new Set(allowed)],
    });
  }
}

function toExpression(pattern: string): RegExp {
  const segments = pattern.split('/').map((segment) => {
    if (segment.startsWith(':')) return '[^/]+';
    return segment === '*' ? '.*' : segment.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
  });
  return new RegExp(`^${segments.join('/')}$`);
}
