import { ValidationFailed } from '@app/domain';
import { PageQueryDto } from './page-query.dto';
import { ShapePipe } from './shape.pipe';

function outcomeOf(value: unknown): unknown {
  try {
    return { ...(new ShapePipe().transform(value, { type: 'query', metatype: PageQueryDto }) as object) };
  } catch (error) {
    return error instanceof ValidationFailed ? error.problems.map(({ pointer, code }) => `${pointer} ${code}`) : error;
  }
}

describe('ShapePipe', () => {
  it.each<[string, Record<string, unknown>, unknown]>([
    ['nothing', {}, { limit: 50, offset: 0 }],
    ['numbers', { limit: '100', offset: '10000' }, { limit: 100, offset: 10000 }],
    ['a limit of 0', { limit: '0' }, ['/limit out_of_range']],
    ['a limit of 101', { limit: '101' }, ['/limit out_of_range']],
    ['an offset of 10,001', { offset: '10001' }, ['/offset out_of_range']],
    ['a negative offset', { offset: '-1' }, ['/offset out_of_range']],
    ['half an item', { limit: '1.5' }, ['/limit wrong_type']],
    ['an empty limit', { limit: '' }, ['/limit wrong_type']],
    ['words', { limit: 'many', offset: '0x10' }, ['/limit wrong_type', '/offset wrong_type']],
    ['a limit given twice', { limit: ['1', '2'] }, ['/limit wrong_type']],
    ['an unknown parameter', { page: '1' }, ['/page unknown_member']],
  ])('reads a query of %s', (_what, query, expected) => {
    expect(outcomeOf(Object.assign(Object.create(null) as object, query))).toEqual(expected);
  });

  it('leaves alone what has no class', () => {
    expect(new ShapePipe().transform('x', { type: 'param', metatype: String })).toBe('x');
    expect(new ShapePipe().transform({ a: 1 }, { type: 'body', metatype: Object })).toEqual({ a: 1 });
  });
});
