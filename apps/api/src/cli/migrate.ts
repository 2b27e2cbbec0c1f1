import { billingMigrations } from '@app/billing';
import { migrationConfig } from '@app/config';
import { runMigrations, workflowMigrations } from '@app/database';

/** Brings the tables up to date and says what it did. */
async function main(): Promise<void> {
  const names = await runMigrations(migrationConfig(), [...workflowMigrations, ...billingMigrations]);
  process.stdout.write(names.length > 0 ? `Ran ${names.join(', ')}\n` : 'Nothing to do\n');
}

main().catch((error: unknown) => {
  process.stderr.write(`Migration failed: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
