import { DomainError } from '@app/domain';
import { translateDatabaseError, violates } from './translate-database-error';

function failure(code: string, message = 'x'): Error {
  return Object.assign(new Error(message), { code });
}

describe('translateDatabaseError', () => {
  it.each([
    ['a lost connection', failure('08006')],
    ['a deadlock', failure('40P01')],
    ['a serialization failure', failure('40001')],
    ['too many connections', failure('53300')],
    ['a statement timeout', failure('57014')],
    ['a shutdown', failure('57P01')],
    ['a table that is not migrated yet', failure('42P01')],
    ['a role that may not', failure('42501')],
    ['a database that is not there', failure('3D000')],
    ['a refused socket', failure('ECONNREFUSED')],
    ['a cut connection', new Error('Connection terminated unexpectedly')],
  ])('%s is unavailable', (_title, error) => {
    expect(translateDatabaseError(error)).toMatchObject({ code: 'unavailable', cause: error });
  });

  it.each([
    ['a NUL character', '22P05'],
    ['half a character', '22P02'],
    ['a number out of range', '22003'],
    ['a value too long for its index', '54000'],
  ])('%s is rejected', (_title, code) => {
    expect(translateDatabaseError(failure(code))).toMatchObject({ code: 'rejected' });
  });

  it.each([failure('23505'), new TypeError('bug'), new DomainError('conflict', 'x'), 'text'])(
    'leaves the rest as it is: %p',
    (error) => expect(translateDatabaseError(error)).toBe(error),
  );
});

it('knows a constraint by its name', () => {
  const error = Object.assign(failure('23505'), { constraint: 'definitions_live_name' });
  expect([violates(error, 'definitions_live_name'), violates(error, 'other')]).toEqual([true, false]);
});
