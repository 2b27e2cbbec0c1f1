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
    ['a shutdown', failure('57P01')],
    ['a crash of another session', failure('57P02')],
    ['a start that is not finished', failure('57P03')],
    ['a server that has become a standby', failure('25006')],
    ['a session that idled too long in its transaction', failure('25P03')],
    ['a full disk', failure('53100')],
    ['a disk that fails', failure('58030')],
    ['a server at fault', failure('XX000')],
    ['a damaged index', failure('XX002')],
    ['a plan that a migration made stale', failure('0A000')],
    ['a statement that a pooler has forgotten', failure('26000')],
    ['a lock that was not to be had', failure('55P03')],
    ['a password that has changed', failure('28P01')],
    ['an answer that did not come', new Error('Query read timeout')],
    ['a greeting that did not come', new Error('timeout expired')],
    ['a function that is not migrated yet', failure('42883')],
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

  it('tells a statement that took too long from a database that is away', () => {
    expect(translateDatabaseError(failure('57014'))).toMatchObject({ code: 'timeout' });
  });

  it.each([
    ...[failure('23505'), failure('21000'), failure('42601'), failure('44000'), failure('P0001')],
    ...[failure('EPERM'), new TypeError('bug'), new DomainError('conflict', 'x'), 'text'],
  ])('leaves the rest as it is: %p', (error) => expect(translateDatabaseError(error)).toBe(error));
});

it('knows a constraint by its name', () => {
  const error = Object.assign(failure('23505'), { constraint: 'definitions_live_name' });
  expect([violates(error, 'definitions_live_name'), violates(error, 'other')]).toEqual([true, false]);
});
