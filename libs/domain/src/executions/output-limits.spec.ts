import { checkOutput, checkOutputs } from './output-limits';

/** An output of so many bytes of JSON. */
const anOutput = (bytes: number): { text: string } => ({ text: 'x'.repeat(bytes - '{"text":""}'.length) });
const KIB = 1024;
const TOO_LARGE = expect.objectContaining({ code: 'output_too_large' }) as Error;

describe('the outputs of steps', () => {
  it('have 64 KiB each', () => {
    expect(() => checkOutput(anOutput(64 * KIB))).not.toThrow();
    expect(() => checkOutput(anOutput(64 * KIB + 1))).toThrow(TOO_LARGE);
    expect(() => checkOutput(anOutput(64 * KIB + 1))).toThrow('65537 bytes; 65536 are allowed');
  });

  it('are counted in bytes', () => {
    expect(() => checkOutput({ text: 'é'.repeat(33 * KIB) })).toThrow(TOO_LARGE);
  });

  it('have 256 KiB in a run', () => {
    const four = Array.from({ length: 4 }, () => anOutput(64 * KIB));
    expect(() => checkOutputs(four)).not.toThrow();
    expect(() => checkOutputs([...four, {}])).toThrow(TOO_LARGE);
  });
});
