import { DomainError, NotFound, ValidationFailed, type Problem } from '@app/domain';
import { HttpException, InternalServerErrorException } from '@nestjs/common';
import { toProblem } from './problem';
import { toDomainError } from './to-domain-error';

const REQUEST = { url: '/api/v1/things?secret=1', traceId: 'trace-1' };
const missing: Problem = { pointer: '/name', code: 'required', detail: '"name" is required.' };
const choice: Problem = { pointer: '/a', code: 'not_one_of', detail: 'One of: x.', allowed: ['x'] };

describe('toProblem', () => {
  it('gives every member', () => {
    expect(toProblem(new NotFound('thing', 'x'), REQUEST)).toEqual({
      ...{ type: 'urn:problem:not_found', title: 'Not found', status: 404, code: 'not_found' },
      ...{ detail: 'There is no thing "x".', details: { id: 'x' }, instance: '/api/v1/things', trace_id: 'trace-1' },
    });
  });

  it('lists all problems of an input', () => {
    expect(toProblem(new ValidationFailed([missing, choice]), REQUEST)).toMatchObject({
      ...{ status: 400, code: 'validation_failed', errors: [missing, choice] },
      detail: 'The request has 2 problems; "errors" lists them all.',
    });
  });

  it.each(['internal_error', 'unavailable', 'timeout'] as const)('keeps to itself what is inside of %s', (code) => {
    const problem = toProblem(new DomainError(code, 'connect ECONNREFUSED 10.0.0.7:5432'), REQUEST);
    expect(JSON.stringify(problem)).not.toContain('10.0.0.7');
  });
});

describe('toDomainError', () => {
  const fastifyError = (statusCode: number) =>
    Object.assign(new Error('from the framework'), { name: 'FastifyError', statusCode });

  it.each<[unknown, string]>([
    [new NotFound('thing', 'x'), 'not_found'],
    [new HttpException('too large', 413), 'payload_too_large'],
    [new HttpException('wrong type', 415), 'unsupported_media_type'],
    [fastifyError(414), 'not_found'],
    [fastifyError(400), 'validation_failed'],
    [fastifyError(500), 'internal_error'],
    [new InternalServerErrorException(), 'internal_error'],
    [new TypeError('x is not a function'), 'internal_error'],
    ['a thrown text', 'internal_error'],
    [undefined, 'internal_error'],
  ])('takes %s for %s', (thrown, code) => {
    expect(toDomainError(thrown).code).toBe(code);
  });
});
