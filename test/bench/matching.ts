import { resolve } from 'node:path';
import { buildApps } from '../../tools/build/build.ts';

/**
 * How many events a second are matched against 1,000 definitions of one scope, on one core: conditions evaluated, a
 * decision with its reason for every definition that listens. Nothing is stored here.
 */
interface Condition {
  readonly field?: string;
  readonly operator?: string;
  readonly value?: unknown;
  readonly cel?: string;
}
interface Definition {
  readonly id: string;
  readonly name: string;
  readonly version: number;
  readonly enabled: boolean;
  readonly eventName: string;
  readonly conditions: readonly Condition[];
}
interface Domain {
  listenersByEvent(definitions: readonly Definition[]): Map<string, unknown[]>;
  decide(event: object, listeners: unknown[]): Iterable<{ verdict: string }>;
}

const DEFINITIONS = 1000;
const SECONDS = 5;

await buildApps((line) => console.log(line));
const domain = (await import(resolve('dist/apps/trigger/libs/domain/src/index.js'))) as Domain;
measure('20 listen to each of 50 events', 50, false);
measure('20 listen to each of 50 events, one condition in CEL', 50, true);
measure('all 1,000 listen to one event', 1, false);
measure('all 1,000 listen to one event, one condition in CEL', 1, true);

function measure(title: string, names: number, withCel: boolean): void {
  const listeners = domain.listenersByEvent(
    Array.from({ length: DEFINITIONS }, (_, index) => definition(index, names, withCel)),
  );
  const events = Array.from({ length: 500 }, (_, index) => event(index, names));
  const end = performance.now() + SECONDS * 1000;
  const began = performance.now();
  let count = 0;
  let started = 0;
  while (performance.now() < end)
    for (const one of events) {
      const decisions = [...domain.decide(one, listeners.get(one.name) ?? [])];
      started += decisions.filter(({ verdict }) => verdict === 'started').length;
      count += 1;
    }
  const seconds = (performance.now() - began) / 1000;
  const perSecond = Math.round(count / seconds);
  console.log(`${title}: ${perSecond} events/s, ${(started / count).toFixed(1)} of them start each`);
}

/** Two conditions each, of which most fail at the second. Every expression is a text of its own. */
function definition(index: number, names: number, withCel: boolean): Definition {
  const country = { field: 'customer.country', operator: 'in', value: ['DE', 'FR', 'AT'] };
  const tier = { field: 'customer.tier', operator: 'eq', value: `tier_${index % 20}` };
  const cel = { cel: `trigger.customer.tier == "tier_${index % 20}" && trigger.customer.id != "cust_of_${index}"` };
  const conditions = [country, withCel ? cel : tier];
  const identity = { id: `wf_${index}`, name: `Definition ${index}`, version: 1, enabled: true };
  return { ...identity, eventName: `event.${index % names}`, conditions };
}

function event(index: number, names: number): { name: string } {
  const customer = {
    id: `cust_${index}`,
    country: 'DE',
    tier: `tier_${index % 20}`,
    credits: '10.50',
    tags: ['a', 'b'],
  };
  const scope = { tenantId: 'acme', environmentId: 'production' };
  const name = `event.${index % names}`;
  return { id: `evt_${index}`, name, scope, timestamp: '2026-01-01T00:00:00Z', payload: { customer } } as {
    name: string;
  };
}
