import { DomainError } from '@app/domain';
import type { FastifyInstance } from 'fastify';

type Methods = ReadonlySet<string>;

/**
 * Refuses what no route takes before anything of it is read, and tells a wrong method from a wrong address. Call it
 * before routes are registered.
 */
export function refuseUnknownRoutes(fastify: FastifyInstance): void {
  const methodsByPattern = new Map<string, Set<string>>();
  fastify.addHook('onRoute', ({ url, method }) => {
    // Preflights are answered everywhere; that makes no address of it.
    if (url === '*') return;
    const methods = methodsByPattern.get(url) ?? new Set();
    [method].flat().forEach((one) => methods.add(one));
    methodsByPattern.set(url, methods);
  });
  // Behind every onRequest hook, so that a refusal has the headers of any answer.
  fastify.addHook('preParsing', ({ is404, method, url }, _reply, _payload, done) => {
    done(is404 ? refusal(methodsByPattern, method, url) : null);
  });
}

/** Why nothing answers: method_not_allowed with the allowed ones, or not_found. */
function refusal(methodsByPattern: ReadonlyMap<string, Methods>, method: string, url: string): DomainError {
  const path = url.split('?', 1)[0] ?? '';
  const [pattern] = [...methodsByPattern.keys()]
    .filter((one) => toExpression(one).test(path))
    .sort((one, other) => placesOf(one) - placesOf(other));
  const allowed = [...(methodsByPattern.get(pattern ?? '') ?? [])];
  if (allowed.length === 0) return new DomainError('not_found', `There is nothing at ${path}.`);
  return new DomainError('method_not_allowed', `${path} does not take ${method}.`, { allowed });
}

/** How many parts of a pattern any text fits: the one with the fewest is meant, as the router sees it too. */
function placesOf(pattern: string): number {
  return pattern.split(/[:*]/).length;
}

function toExpression(pattern: string): RegExp {
  const segments = pattern.split('/').map((segment) => {
    if (segment.startsWith(':')) return '[^/]+';
    return segment === '*' ? '.*' : segment.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
  });
  return new RegExp(`^${segments.join('/')}$`);
}
