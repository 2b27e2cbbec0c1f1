import { existsSync } from 'node:fs';
import type { ClassProvider, DynamicModule, INestApplicationContext } from '@nestjs/common';
import { FlexpriceAccounts, type FlexpriceAccount } from '@app/billing';
import type { TenantScope } from '@app/domain';
import { startDatabaseApp, type DatabaseApp } from '../../support/database/database-app';
import { FlexpriceStandIn } from '../../support/flexprice';
import { DESCRIPTION, describedBy } from '../../support/flexprice/documented-requests';
import { accountOf } from '../../support/flexprice/flexprice-world';

/** The present test's own: each property is read anew. */
export interface UsedStandIn {
  readonly standIn: FlexpriceStandIn;
  readonly app: INestApplicationContext;
}

/** A module of the adapter on a new stand-in for each test of a file, where every scope has an account. */
export function useStandIn(moduleOf: (accounts: ClassProvider<FlexpriceAccounts>) => DynamicModule): UsedStandIn {
  let world: DatabaseApp;
  let standIn: FlexpriceStandIn;

  class StandInAccounts extends FlexpriceAccounts {
    async of(scope: TenantScope): Promise<FlexpriceAccount> {
      return accountOf(standIn, scope);
    }
  }

  beforeAll(async () => {
    world = await startDatabaseApp(moduleOf({ provide: FlexpriceAccounts, useClass: StandInAccounts }));
  });
  beforeEach(async () => {
    standIn = await FlexpriceStandIn.start();
  });
  afterEach(async () => {
    await standIn.close();
    await world.clear();
  });
  afterAll(() => world.close());
  return {
    get standIn() {
      return standIn;
    },
    get app() {
      return world.app;
    },
  };
}

let faults: ReturnType<typeof describedBy> | undefined;

/** What is wrong with the requests so far, by the server's own description, where that lies beside the project. */
export function undocumentedRequests({ requests }: FlexpriceStandIn): string[] {
  if (!existsSync(DESCRIPTION)) return [];
  const check = (faults ??= describedBy());
  return requests.flatMap(({ method, path, body }) => check({ method, path: path.replace(/^\/v1/, ''), body }));
}
