import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsBoolean,
  IsInt,
  IsString,
  Matches,
  Max,
  MaxLength,
  Min,
  ValidateNested,
} from 'class-validator';
import { checkShape } from './check-shape';
import { IsDecimalAmount, OneOf, Optional } from './decorators';

class Part {
  @IsString()
  @Matches(/^[a-z]+$/)
  id: string;
}

class Whole {
  @IsString()
  @MaxLength(5)
  name: string;

  @Optional()
  @IsInt()
  @Min(1)
  @Max(20)
  count?: number;

  @Optional()
  @OneOf(['a', 'b'])
  kind?: string;

  @Optional()
  @IsBoolean()
  on?: boolean;

  @Optional()
  @IsDecimalAmount({ above: 0 })
  amount?: number | string;

  @Optional()
  @IsArray()
  @ArrayMaxSize(2)
  @ValidateNested({ each: true })
  @Type(() => Part)
  parts?: Part[];
}

const fine = { name: 'x' };

describe('checkShape', () => {
  it.each<[string, unknown, string[]]>([
    ['all right', { ...fine, count: 3, kind: 'a', on: true, amount: '1.5', parts: [{ id: 'p' }] }, []],
    ['a missing member', {}, ['/name required']],
    ['a wrong type', { name: 1 }, ['/name wrong_type']],
    ['a text too long', { name: 'abcdef' }, ['/name too_long']],
    ['a number out of range', { ...fine, count: 21 }, ['/count out_of_range']],
    ['no whole number', { ...fine, count: 1.5 }, ['/count wrong_type']],
    ['a value off the list', { ...fine, kind: 'c' }, ['/kind not_one_of']],
    ['an unknown member', { ...fine, nmae: 1 }, ['/nmae unknown_member']],
    ['an amount of zero', { ...fine, amount: 0 }, ['/amount out_of_range']],
    ['an amount with ten decimals', { ...fine, amount: '0.1234567891' }, ['/amount out_of_range']],
    ['a tenth as a number', { ...fine, amount: 0.1 }, []],
    ['a tiny amount as a number', { ...fine, amount: 1e-9 }, []],
    ['an amount that is none', { ...fine, amount: 'many' }, ['/amount out_of_range']],
    ['null where something may be left out', { ...fine, kind: null }, ['/kind not_one_of']],
    ['a nested problem', { ...fine, parts: [{ id: 'p' }, { id: 'P' }] }, ['/parts/1/id pattern']],
    ['a nested missing member', { ...fine, parts: [{}] }, ['/parts/0/id required']],
    ['a nested part that is no object', { ...fine, parts: ['x'] }, ['/parts/0 wrong_type']],
    ['a list that is none', { ...fine, parts: {} }, ['/parts wrong_type']],
    ['too many parts', { ...fine, parts: [{ id: 'a' }, { id: 'b' }, { id: 'c' }] }, ['/parts too_many']],
    [
      'several problems at once',
      { count: 0, extra: 1 },
      ['/count out_of_range', '/extra unknown_member', '/name required'],
    ],
    ['no object', 'text', [' wrong_type']],
    ['a list', [], [' wrong_type']],
    ['nothing', null, [' wrong_type']],
  ])('%s', (_title, input, expected) => {
    const { problems } = checkShape(Whole, input);
    expect(problems.map(({ pointer, code }) => `${pointer} ${code}`).sort()).toEqual(expected);
  });

  it('names what is allowed, and puts the pointer behind a base', () => {
    const { problems } = checkShape(Whole, { ...fine, kind: 'c' }, '/steps/0/config');
    expect(problems).toEqual([
      {
        pointer: '/steps/0/config/kind',
        code: 'not_one_of',
        detail: '"kind" is one of: a, b.',
        allowed: ['a', 'b'],
        given: 'c',
      },
    ]);
  });

  it('names the known members beside an unknown one', () => {
    const [problem] = checkShape(Whole, { ...fine, nmae: 1 }).problems;
    const allowed = ['name', 'count', 'kind', 'on', 'amount', 'parts'];
    expect(problem).toMatchObject({ given: 'nmae', allowed });
  });

  it('does not look into an object with more members than any shape has', () => {
    const members = Object.fromEntries(Array.from({ length: 51 }, (_, index) => [`m${index}`, 1]));
    expect(checkShape(Whole, members, '/here').problems).toMatchObject([{ pointer: '/here', code: 'too_many' }]);
  });

  it('gives the value as an instance of the class', () => {
    const shaped = checkShape(Whole, { ...fine, parts: [{ id: 'p' }] });
    expect(shaped.problems).toEqual([]);
    expect('value' in shaped && shaped.value.parts?.[0]).toBeInstanceOf(Part);
  });
});
