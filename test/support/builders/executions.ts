import { newId, type NewExecution } from '@app/application';
import type { Definition } from '@app/domain';

/** A run of a definition that an event shall start. */
export function aNewExecution(definition: Definition, fields: Partial<NewExecution> = {}): NewExecution {
  const eventId = newId('evt');
  return {
    id: newId('exec'),
    definitionId: definition.id,
    definitionName: definition.name,
    definitionVersion: definition.version,
    triggerType: 'event',
    triggerKey: `event:${eventId}`,
    eventId,
    triggerEvent: { id: eventId, name: 'customer.created', payload: { customer_id: 'cust_1' }, depth: 0 },
    ...fields,
  };
}
