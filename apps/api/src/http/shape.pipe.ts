import { checkShape } from '@app/application';
import { ValidationFailed } from '@app/domain';
import { Injectable, type ArgumentMetadata, type PipeTransform } from '@nestjs/common';

/**
 * Checks every body and query against its DTO's class: unknown members are refused, all problems are told at once.
 * What has no class of its own (a single header or parameter) is checked by its own pipe.
 */
@Injectable()
export class ShapePipe implements PipeTransform {
  transform(value: unknown, { type, metatype }: ArgumentMetadata): unknown {
    const isShaped = type === 'body' || type === 'query';
    if (!isShaped || metatype === undefined || metatype === Object || metatype === String) return value;
    // A query without a prototype and a missing body are both an object without members.
    const input = type === 'query' || value === undefined ? { ...(value as object) } : value;
    const shaped = checkShape(metatype as new () => object, input);
    if (!('value' in shaped)) throw new ValidationFailed(shaped.problems);
    return shaped.value;
  }
}
