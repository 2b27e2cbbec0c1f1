import { onboarding } from '../support/platform/onboarding';
import { runPlatform, type RunningPlatform } from '../support/platform/run-platform';
import { clientsOf, type Clients } from '../support/platform/scenario';
import type { ListShape, ProblemShape } from '../support/platform/shapes';

describe('UC-1: configure a customer onboarding workflow', () => {
  let platform: RunningPlatform;
  let clients: Clients;

  beforeAll(async () => {
    platform = await runPlatform();
    clients = clientsOf(platform.ready());
  }, 120_000);
  afterAll(() => platform.stop(), 60_000);

  it('stores the definition and answers with its id, version and place', async () => {
    const { status, headers, body } = await clients.acme.post('/workflows/definitions', onboarding());
    expect(status).toBe(201);
    expect(body).toMatchObject({ ...onboarding(), version: 1, status: 'published', tenant_id: 'tenant_acme' });
    expect(body.id).toMatch(/^wf_[0-9A-Z]{26}$/);
    expect(headers.get('location')).toBe(`/api/v1/workflows/definitions/${body.id as string}`);

    const read = await clients.acme.get(`/workflows/definitions/${body.id as string}`);
    expect(read.status).toBe(200);
    expect(read.body).toEqual(body);
  });

  it('lists it, filtered', async () => {
    const { body } = await clients.acme.get<ListShape<{ name: string }>>(
      '/workflows/definitions?enabled=true&trigger_type=event&event_name=customer.created&limit=50&offset=0',
    );
    expect(body.items.map(({ name }) => name)).toEqual(['Customer Onboarding - Standard']);
    expect(body.pagination).toEqual({ total: 1, limit: 50, offset: 0 });
  });

  it('refuses a second one of that name', async () => {
    const { status, body } = await clients.acme.post<ProblemShape>('/workflows/definitions', onboarding());
    expect([status, body.code]).toEqual([409, 'name_taken']);
  });

  it('refuses a circle of dependencies and prints it (EC-6)', async () => {
    const circle = { ...onboarding({ name: 'Circle' }) };
    const [first, second] = circle.steps as Record<string, unknown>[];
    circle.steps = [{ ...first, depends_on: ['step_2'] }, second];
    const { status, headers, body } = await clients.acme.post<ProblemShape>('/workflows/definitions', circle);
    expect([status, body.code]).toEqual([400, 'validation_failed']);
    expect(headers.get('content-type')).toContain('application/problem+json');
    expect(body.errors).toEqual([
      expect.objectContaining({ pointer: '/steps/0/depends_on', code: 'dependency_cycle' }),
    ]);
    expect(body.errors?.[0]?.detail).toContain('step_1 → step_2 → step_1');
  });

  it.each<[string, keyof Clients]>([
    ['another tenant', 'globex'],
    ['another environment', 'acmeDevelopment'],
  ])('hides it from %s', async (_who, who) => {
    const { body } = await clients.acme.get<ListShape<{ id: string }>>('/workflows/definitions');
    const [definition] = body.items;
    const read = await clients[who].get<ProblemShape>(`/workflows/definitions/${definition?.id ?? ''}`);
    expect([read.status, read.body.code]).toEqual([404, 'not_found']);
    const list = await clients[who].get<ListShape<unknown>>('/workflows/definitions');
    expect(list.body.pagination.total).toBe(0);
  });
});
