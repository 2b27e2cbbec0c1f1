import { ACME_PROD, GLOBEX_PROD } from '../../../../test/support/builders/scopes';
import { ScopeTurns } from './scope-turns';

const FLOOD = Array.from({ length: 10 }, (_, place) => ({ scope: ACME_PROD, id: `flood-${place}` }));
const OTHER = { scope: GLOBEX_PROD, id: 'other' };

describe('the turns of scopes', () => {
  it('come one after the other, each scope in its own order', () => {
    const turns = [...new ScopeTurns().of([...FLOOD, OTHER], 4)].map(([, own]) => own.map(({ id }) => id));
    expect(turns.map(([first]) => first)).toEqual(['flood-0', 'other', 'flood-4', 'flood-8']);
    expect(turns.flat().filter((id) => id !== 'other')).toEqual(FLOOD.map(({ id }) => id));
  });

  it('go on where the last batch has ended, however little time each has', () => {
    const turns = new ScopeTurns();
    const first = [...FLOOD, OTHER];
    const served: string[] = [];
    for (let visit = 0; visit < 4; visit++)
      for (const [scope] of turns.of(first, 4)) {
        served.push(scope.tenantId);
        break;
      }
    expect(served).toEqual([ACME_PROD, GLOBEX_PROD, ACME_PROD, GLOBEX_PROD].map(({ tenantId }) => tenantId));
  });
});
