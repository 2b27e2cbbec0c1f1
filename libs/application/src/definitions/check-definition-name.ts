import { Injectable } from '@nestjs/common';
import type { Problem, TenantScope } from '@app/domain';
import { DefinitionRepository } from '../ports/definition-repository';

export interface CheckDefinitionNameQuery {
  readonly name: unknown;
  /** The definition that may have the name already, since it is the one to be replaced. */
  readonly replaces?: string;
}

/** Whether a name could be stored now; says nothing of one that is no name. */
@Injectable()
export class CheckDefinitionName {
  constructor(private readonly definitions: DefinitionRepository) {}

  async execute(scope: TenantScope, { name, replaces }: CheckDefinitionNameQuery): Promise<Problem[]> {
    if (typeof name !== 'string') return [];
    const { items } = await this.definitions.list(scope, { name }, { limit: 1, offset: 0 });
    const [holder] = items;
    if (!holder || holder.id === replaces) return [];
    return [{ pointer: '/name', code: 'name_taken', detail: `"${name}" is the name of definition "${holder.id}".` }];
  }
}
