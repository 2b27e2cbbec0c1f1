import { WaitingTimes } from '@app/application';
import { scopeKey, type TenantScope } from '@app/domain';
import { requireScope } from './fake-transactions';

export class FakeWaitingTimes extends WaitingTimes {
  private readonly times = new Map<string, Date>();

  async find(scope: TenantScope, definitionId: string): Promise<Date | undefined> {
    requireScope(scope);
    return this.times.get(`${scopeKey(scope)}/${definitionId}`);
  }

  async put(scope: TenantScope, definitionId: string, time: Date | undefined): Promise<void> {
    requireScope(scope);
    const key = `${scopeKey(scope)}/${definitionId}`;
    if (time) this.times.set(key, time);
    else this.times.delete(key);
  }
}
