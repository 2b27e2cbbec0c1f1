import { Injectable } from '@nestjs/common';
import { ConnectionProbe, type ConnectionTarget, type ProbedConnection } from '@app/application';
import { DomainError } from '@app/domain';
import { asObject, type Answer } from './answer';
import { toFlexpriceError } from './classify';
import { FlexpriceClient } from './flexprice-client';

const TRANSIENT = ['unavailable', 'timeout'];

/** Asks a Flexprice server whose key it is, and whether its own onboarding acts too. Both are reads. */
@Injectable()
export class FlexpriceConnectionProbe extends ConnectionProbe {
  constructor(private readonly client: FlexpriceClient) {
    super();
  }

  async check(target: ConnectionTarget): Promise<ProbedConnection> {
    const userId = userIn(await this.client.answer(target, { method: 'GET', path: '/users/me' }));
    const setting = await this.client.answer(target, { method: 'GET', path: '/settings/customer_onboarding' });
    return { userId, hasBuiltInOnboarding: actsOnCustomers(setting) };
  }
}

/** The server tells this whatever the environment is. */
function userIn(answer: Answer): string {
  if (answer.status >= 300) throw refusal(answer);
  const { id } = asObject(answer.body);
  if (typeof id === 'string' && id !== '') return id;
  throw new DomainError('rejected', 'What answers there is no Flexprice server: is the base URL right?');
}

/**
 * The setting is there even where nobody has set it, without actions. It is also the first that asks for an environment.
 * A key that may not read it says nothing of it, and neither does a server that does not know it.
 */
function actsOnCustomers(answer: Answer): boolean {
  const { status, body } = answer;
  if (status < 300) return listIn(asObject(asObject(body).value).actions).length > 0;
  if (isForeignEnvironment(answer))
    throw new DomainError(
      'rejected',
      'Flexprice does not let this API key into that environment: keys that are bound to none need a right "environment_id".',
    );
  if (status === 400 || status === 403 || status === 404) return false;
  throw refusal(answer);
}

/** Other refusals of that status are about permissions; they have no "error". */
function isForeignEnvironment({ status, body }: Answer): boolean {
  return status === 403 && asObject(body).error === 'Access denied';
}

function refusal(answer: Answer): DomainError {
  if (answer.status === 401) return new DomainError('rejected', 'Flexprice does not know this API key.');
  const error = toFlexpriceError(answer);
  if (TRANSIENT.includes(error.code)) return error;
  // Not the caller's own limit here, but the other server's.
  return new DomainError(error.code === 'rate_limited' ? 'unavailable' : 'rejected', error.message, error.details);
}

function listIn(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}
