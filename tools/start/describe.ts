import type { StartedPlatform } from '../platform/index.ts';

/** What a person wants to see once everything is up. */
export function describe({ ready, temporalUi }: StartedPlatform, readyFile: string): string {
  const [first] = ready.credentials;
  const { SMTP_URL: server } = process.env;
  return [
    '',
    `Ready. Keys and addresses are in ${readyFile}; Ctrl-C stops everything.`,
    `  API         ${ready.api}/api/v1`,
    `  API page    ${ready.api}/api/docs`,
    ...(temporalUi ? [`  Temporal    ${temporalUi}`] : []),
    `  Kafka       ${ready.kafka.join(',')} (topic ${ready.topic})`,
    `  Mails       ${server ? `to ${new URL(server).host}` : ready.smtp_outbox}`,
    ...(first ? [`  First key   ${first.api_key} (${first.tenant_id}, ${first.environment_id})`] : []),
    '',
  ].join('\n');
}
