import { newId, type Connection, type ConnectionSecrets } from '@app/application';

/** A connection that has just been checked. */
export function aConnection(fields: Partial<Connection> = {}): Connection {
  const now = new Date();
  return {
    ...{ id: newId('conn'), provider: 'flexprice', baseUrl: 'https://us.api.flexprice.io/v1', userId: 'user_1' },
    ...{ hasBuiltInOnboarding: false, checkedAt: now, createdAt: now, updatedAt: now },
    ...fields,
  };
}

export const SECRETS: ConnectionSecrets = {
  apiKey: 'sk_01J0000000000000000000TEST',
  webhookSecrets: ['whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'],
};
