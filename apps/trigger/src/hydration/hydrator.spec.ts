import { DomainError, type JsonObject, type TenantScope } from '@app/domain';
import { aConnection, SECRETS } from '../../../../test/support/builders/connections';
import { aDefinition } from '../../../../test/support/builders/definitions';
import { ACME_PROD, GLOBEX_PROD } from '../../../../test/support/builders/scopes';
import { anEvent, remoteEventsWorld } from '../../../../test/support/fakes/remote-events-world';
import { waitUntil } from '../../../../test/support/wait-until';
import { DeferredBacklog } from './deferred-backlog';
import { Hydrator } from './hydrator';

async function setup() {
  const world = await remoteEventsWorld();
  await world.connections.insert(GLOBEX_PROD, aConnection(), SECRETS);
  const conditions = [{ cel: 'has(trigger.customer)' }];
  for (const scope of [ACME_PROD, GLOBEX_PROD])
    await world.definitions.insert(
      scope,
      aDefinition({ trigger: { type: 'event', eventName: 'customer.created', conditions } }),
    );
  const hydrator = new Hydrator(world.deferred, world.decideDeferred, new DeferredBacklog(world.deferred));
  const add = (scope: TenantScope): Promise<void> =>
    world.deferred.add(scope, [{ event: anEvent('1', { scope }), deliveries: 1 }]);
  const isDecided = (scope: TenantScope) => async (): Promise<boolean> =>
    (await world.log.find(scope, '1')) !== undefined;
  return { ...world, hydrator, add, isDecided };
}

describe('Hydrator', () => {
  it('completes what is there when it starts, and what comes later, at once', async () => {
    const { hydrator, add, isDecided } = await setup();
    await add(ACME_PROD);
    hydrator.onApplicationBootstrap();
    await waitUntil('the first', isDecided(ACME_PROD));
    await add(GLOBEX_PROD);
    await waitUntil('the second', isDecided(GLOBEX_PROD), 0.9);
    await hydrator.beforeApplicationShutdown();
  });

  it('lets no scope wait for the server of another, and ends only with what is under way', async () => {
    const { hydrator, objects, add, isDecided, deferred } = await setup();
    const { promise, resolve } = Promise.withResolvers<JsonObject | undefined>();
    const fetch = objects.fetch.bind(objects);
    objects.fetch = (scope, what) => (scope === ACME_PROD ? promise : fetch(scope, what));
    await add(ACME_PROD);
    hydrator.onApplicationBootstrap();
    await add(GLOBEX_PROD);
    await waitUntil('the other scope', isDecided(GLOBEX_PROD));
    expect((await deferred.load()).count).toBe(1);
    const end = hydrator.beforeApplicationShutdown();
    resolve({ id: 'cust_1', name: 'Ada' });
    await end;
    expect(await isDecided(ACME_PROD)()).toBe(true);
  });

  it('tries again what failed', async () => {
    const { hydrator, objects, add, isDecided, deferred } = await setup();
    objects.failure = new DomainError('unavailable', 'It is away.');
    await add(ACME_PROD);
    hydrator.onApplicationBootstrap();
    await waitUntil('the failure', async () => ((await deferred.find(ACME_PROD, '1'))?.waiting?.attempts ?? 0) > 0);
    objects.failure = undefined;
    await waitUntil('the next attempt', isDecided(ACME_PROD));
    await hydrator.beforeApplicationShutdown();
  });
});
