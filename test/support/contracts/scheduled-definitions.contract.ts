import type { DefinitionRepository, ScheduledDefinitions } from '@app/application';
import type { Definition } from '@app/domain';
import { aDefinition } from '../builders/definitions';
import { ACME_PROD, GLOBEX_PROD, NO_SCOPE } from '../builders/scopes';
import { waitUntil } from '../wait-until';

export interface SchedulePorts {
  readonly definitions: DefinitionRepository;
  readonly scheduled: ScheduledDefinitions;
}

const SCHEDULE = { cron: '0 9 * * 1', timezone: 'Europe/Berlin', jitterSeconds: 30 };

export function aScheduledDefinition(fields: Partial<Definition> = {}): Definition {
  return aDefinition({ trigger: { type: 'scheduled', schedule: SCHEDULE }, ...fields });
}

/** What every ScheduledDefinitions must do. @param setup gives ports that hold nothing */
export function describeScheduledDefinitions(name: string, setup: () => Promise<SchedulePorts>): void {
  describe(`${name} as the list of scheduled definitions`, () => {
    it('has the live ones of a scope, disabled ones too, and no other', async () => {
      const { definitions, scheduled } = await setup();
      const [on, off, gone] = [
        aScheduledDefinition(),
        aScheduledDefinition({ enabled: false }),
        aScheduledDefinition(),
      ];
      for (const one of [on, off, gone, aDefinition()]) await definitions.insert(ACME_PROD, one);
      await definitions.remove(ACME_PROD, gone.id, new Date());
      await definitions.insert(GLOBEX_PROD, aDefinition());
      const wanted = [on, off].map(({ id, enabled, updatedAt }) => {
        return { definitionId: id, enabled, changedAt: updatedAt, schedule: SCHEDULE };
      });
      const found = await scheduled.list(ACME_PROD);
      expect(found.sort((one, other) => one.definitionId.localeCompare(other.definitionId))).toEqual(
        wanted.sort((one, other) => one.definitionId.localeCompare(other.definitionId)),
      );
      expect(await scheduled.list(GLOBEX_PROD)).toEqual([]);
      expect(await scheduled.scopes()).toEqual([ACME_PROD]);
    });

    it('tells that one is new, and that one has become another', async () => {
      const { definitions, scheduled } = await setup();
      let calls = 0;
      const end = scheduled.subscribe(() => calls++);
      const definition = aScheduledDefinition();
      await definitions.insert(ACME_PROD, definition);
      await waitUntil('word of a new one', async () => calls > 0);
      await waitUntil('word of a changed one', async () => {
        const before = calls;
        await definitions.update(ACME_PROD, { ...definition, version: 2, trigger: { type: 'manual' } });
        await definitions.update(ACME_PROD, definition);
        return calls > before;
      });
      end();
    });

    it('does nothing without a scope', async () => {
      const { scheduled } = await setup();
      await expect(scheduled.list(NO_SCOPE)).rejects.toThrow('scope');
    });
  });
}
