import type { ConnectionProbe, ConnectionTarget } from '@app/application';

export interface ProbeWorld {
  readonly probe: ConnectionProbe;
  /** A key of that user which is bound to no environment, with a right one. */
  readonly target: ConnectionTarget & { readonly environmentId: string };
  readonly userId: string;
  /** Has the server's own onboarding do something, or nothing. */
  setOnboarding(isActive: boolean): Promise<void>;
  /** From now on nobody answers. */
  goAway(): Promise<void>;
}

/** What every ConnectionProbe must do. @param setup gives a server that knows one key */
export function describeConnectionProbe(name: string, setup: () => Promise<ProbeWorld>): void {
  describe(`${name} as a probe of connections`, () => {
    let world: ProbeWorld;
    beforeEach(async () => {
      world = await setup();
    });

    it('tells whose key it is', async () => {
      const { probe, target, userId } = world;
      expect(await probe.check(target)).toEqual({ userId, hasBuiltInOnboarding: false });
    });

    it('tells whether the server itself acts on new customers', async () => {
      const { probe, target, userId } = world;
      await world.setOnboarding(true);
      expect(await probe.check(target)).toEqual({ userId, hasBuiltInOnboarding: true });
      await world.setOnboarding(false);
      expect(await probe.check(target)).toMatchObject({ hasBuiltInOnboarding: false });
    });

    it.each<[string, (target: ConnectionTarget) => ConnectionTarget]>([
      ['a key that nobody knows', (target) => ({ ...target, apiKey: 'sk_unknown' })],
      ['an environment of others', (target) => ({ ...target, environmentId: 'env_foreign' })],
      ['no environment', ({ baseUrl, apiKey }) => ({ baseUrl, apiKey })],
    ])('refuses %s, without repeating the key', async (_what, changed) => {
      const { probe, target } = world;
      const refused = changed(target);
      const error = await probe.check(refused).catch((thrown: unknown) => thrown);
      expect(error).toMatchObject({ code: 'rejected' });
      expect(String(error)).not.toContain(refused.apiKey);
    });

    it('says when the server is away', async () => {
      const { probe, target } = world;
      await world.goAway();
      await expect(probe.check(target)).rejects.toMatchObject({ code: 'unavailable' });
    });
  });
}
