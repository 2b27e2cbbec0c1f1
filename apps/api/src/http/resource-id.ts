import { NotFound } from '@app/domain';
import { Param, type PipeTransform } from '@nestjs/common';

/** What every id of ours looks like. */
export const RESOURCE_ID = /^[A-Za-z0-9_-]{1,64}$/;
/** As PostgreSQL's integer holds it. */
const MOST = 2_147_483_647;

/** An id in the path. What cannot be one is not found, like any other id that does not exist. */
export function ResourceId(what: string): ParameterDecorator {
  return Param('id', new ExistingShape(what));
}

/** A whole number in the path, from 1 on, by its parameter's name. */
export function ResourceNumber(name: string): ParameterDecorator {
  return Param(name, new ExistingNumber(name));
}

class ExistingShape implements PipeTransform<string, string> {
  constructor(private readonly what: string) {}

  transform(id: string): string {
    if (!RESOURCE_ID.test(id)) throw new NotFound(this.what, id);
    return id;
  }
}

class ExistingNumber implements PipeTransform<string, number> {
  constructor(private readonly what: string) {}

  transform(text: string): number {
    const value = /^[1-9]\d{0,9}$/.test(text) ? Number(text) : Infinity;
    if (value > MOST) throw new NotFound(this.what, text);
    return value;
  }
}
