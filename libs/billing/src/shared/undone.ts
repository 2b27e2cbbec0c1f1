import { DomainError } from '@app/domain';

/** Of an effect whose key is asked for again after it was undone: to say that it is done would be a lie. */
export function undoneBefore(): DomainError {
  const way = 'retry the run from its start to have it done anew';
  return new DomainError('conflict', `What this step did was undone; ${way}.`);
}
