import { parseJsonBody } from '../http/json-body';
import type { DefinitionRequestDto } from './definition-request.dto';
import { toDefinitionDto, toDraft } from './definition.convert';

const SCOPE = { tenantId: 'tenant_acme', environmentId: 'env_production' };
const MADE = new Date('2026-01-02T03:04:05.678Z');
const ADDED = {
  id: 'wf_1',
  version: 1,
  revision: 1,
  updatedBy: 'key_1',
  status: 'published',
  createdAt: MADE,
  updatedAt: MADE,
  createdBy: 'key_1',
} as const;

function roundTrip(text: string) {
  const draft = toDraft(parseJsonBody(text) as unknown as DefinitionRequestDto);
  return toDefinitionDto(SCOPE, { enabled: true, ...draft, ...ADDED }, { hasBuiltInOnboarding: false });
}

describe('a definition from the wire and back', () => {
  it('keeps what was given', () => {
    const given = {
      name: 'All of it',
      description: 'Everything set',
      trigger: { type: 'event', event_name: 'customer.created', conditions: [{ field: 'a', operator: 'exists' }] },
      steps: [
        {
          ...{ id: 'a', order: 7, type: 'assign_plan', name: 'Plan' },
          config: { plan_id: 'p', currency: 'USD', metadata: { toString: 'kept', list: [1, null, { x: '1.0' }] } },
          condition: { not: { field: 'trigger.a', operator: 'eq', value: null } },
          retry_policy: { max_attempts: 5, backoff_coefficient: 1.5 },
          timeout_seconds: 60,
          depends_on: [],
        },
      ],
      enabled: false,
      retry_policy: {
        ...{ max_attempts: 2, initial_interval_seconds: 3, backoff_coefficient: 4, max_interval_seconds: 5 },
      },
      timeout_seconds: 10,
      on_failure: 'stop',
    };
    expect(roundTrip(JSON.stringify(given))).toEqual({
      ...given,
      ...{ id: 'wf_1', version: 1, revision: 1, status: 'published', created_by: 'key_1', updated_by: 'key_1' },
      ...{ tenant_id: 'tenant_acme', environment_id: 'env_production' },
      ...{ created_at: '2026-01-02T03:04:05.678Z', updated_at: '2026-01-02T03:04:05.678Z' },
    });
  });

  it('adds the defaults', () => {
    const step = { type: 'assign_plan', config: {} };
    const steps = [
      { ...step, id: 'a' },
      { ...step, id: 'b' },
    ];
    const dto = roundTrip(JSON.stringify({ name: 'Little', trigger: { type: 'manual' }, steps }));
    expect(dto).toMatchObject({
      ...{ description: '', enabled: true, timeout_seconds: 3600, on_failure: 'stop', trigger: { type: 'manual' } },
      retry_policy: {
        ...{ max_attempts: 3, initial_interval_seconds: 1, backoff_coefficient: 2, max_interval_seconds: 60 },
      },
    });
    expect(dto.steps).toEqual([
      { id: 'a', order: 1, type: 'assign_plan', name: '', config: {} },
      { id: 'b', order: 2, type: 'assign_plan', name: '', config: {} },
    ]);
  });
});
