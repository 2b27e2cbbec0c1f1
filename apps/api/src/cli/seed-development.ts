import { readFileSync } from 'node:fs';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { ApiKeyRepository, hashApiKey, prefixOf } from '@app/application';
import { billingEntities, Catalog, EmbeddedBillingModule } from '@app/billing';
import { databaseConfig } from '@app/config';
import { DatabaseModule } from '@app/database';
import { DomainError, type Permission, type TenantScope } from '@app/domain';

/** One entry of the file that names the development keys. */
interface Credential {
  readonly tenant_id: string;
  readonly environment_id: string;
  readonly api_key: string;
  readonly permissions: Permission[];
}

@Module({
  imports: [
    DatabaseModule.forRoot(databaseConfig(), { entities: billingEntities }),
    EmbeddedBillingModule.forRoot({ relay: false, sandboxFaults: false }),
  ],
})
class SeedModule {}

const PLANS = [
  { id: 'plan_starter', name: 'Starter', amounts: { USD: '19', EUR: '18' } },
  { id: 'plan_pro', name: 'Pro', amounts: { USD: '99', EUR: '95' } },
];
const FEATURES = [
  { id: 'feature_api_calls', name: 'API calls', type: 'metered' },
  { id: 'feature_sso', name: 'Single sign-on', type: 'boolean' },
] as const;

/** Stores development keys, plans and features. A repeat changes nothing. */
async function main(file: string): Promise<void> {
  const app = await NestFactory.createApplicationContext(SeedModule, { logger: ['error', 'warn'] });
  try {
    for (const credential of JSON.parse(readFileSync(file, 'utf8')) as Credential[]) {
      const scope = { tenantId: credential.tenant_id, environmentId: credential.environment_id };
      await saveKey(app.get(ApiKeyRepository), scope, credential);
      await fillCatalog(app.get(Catalog), scope);
    }
  } finally {
    await app.close();
  }
}

async function saveKey(keys: ApiKeyRepository, scope: TenantScope, credential: Credential): Promise<void> {
  const hash = hashApiKey(credential.api_key);
  // Made of the key, so that the same key is the same row each time.
  const id = `key_${hash.toString('hex').slice(0, 24)}`;
  const { api_key, permissions } = credential;
  const made = { prefix: prefixOf(api_key), createdAt: new Date(), createdBy: 'development' };
  await keys.save(scope, { id, name: 'development', scope, permissions, ...made }, hash);
}

async function fillCatalog(catalog: Catalog, scope: TenantScope): Promise<void> {
  for (const { id, name, amounts } of PLANS) {
    const prices = Object.entries(amounts).map(([currency, amount]) => ({
      currency,
      billing_period: 'MONTHLY',
      amount,
    }));
    await unlessTaken(catalog.createPlan(scope, { id, name, prices }));
  }
  for (const feature of FEATURES) await unlessTaken(catalog.createFeature(scope, feature));
}

async function unlessTaken(creation: Promise<unknown>): Promise<void> {
  await creation.catch((error: unknown) => {
    if (!(error instanceof DomainError && error.code === 'conflict')) throw error;
  });
}

main(process.argv[2] ?? '').catch((error: unknown) => {
  process.stderr.write(`Seeding failed: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
