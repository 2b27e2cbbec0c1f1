import type { ProblemShape } from '../support/platform/shapes';
import { usePlatform } from '../support/platform/use-platform';

describe('EC-6: steps depend on each other in a circle', () => {
  const used = usePlatform();

  it('is refused with the whole circle, and nothing is stored', async () => {
    const { acme } = used();
    const step = (id: string, depends_on: string[]) => {
      return { id, type: 'create_wallet', config: { currency: 'USD' }, depends_on };
    };
    const steps = [step('step_1', ['step_3']), step('step_2', ['step_1']), step('step_3', ['step_2'])];
    const body = { name: 'Circle', trigger: { type: 'manual' }, steps };
    const refused = await acme.post<ProblemShape>('/workflows/definitions', body);
    expect([refused.status, refused.body.code]).toEqual([400, 'validation_failed']);
    const problem = refused.body.errors?.find(({ code }) => code === 'dependency_cycle');
    expect(problem?.pointer).toMatch(/^\/steps\/\d\/depends_on$/);
    expect(problem?.detail).toMatch(/step_1 → step_\d → step_\d → step_1/);
    const { body: list } = await acme.get<{ items: unknown[] }>('/workflows/definitions?name=Circle');
    expect(list.items).toEqual([]);
  });
});
