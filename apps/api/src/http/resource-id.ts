import { NotFound } from '@app/domain';
import { Param, type PipeTransform } from '@nestjs/common';

const SHAPE = /^[A-Za-z0-9_-]{1,64}$/;

/** An id in the path. What cannot be one is not found, like any other id that does not exist. */
export function ResourceId(what: string): ParameterDecorator {
  return Param('id', new ExistingShape(what));
}

class ExistingShape implements PipeTransform<string, string> {
  constructor(private readonly what: string) {}

  transform(id: string): string {
    if (!SHAPE.test(id)) throw new NotFound(this.what, id);
    return id;
  }
}
