/** Words longer than this are no slips of anybody's pen. */
const LONGEST = 64;
/** How many letters may differ at most. */
const FARTHEST = 3;

/** The allowed word that was probably meant, if one is close: at most a third of its letters differ, and at most three. */
export function nearest(word: string, allowed: readonly string[]): string | undefined {
  if (word.length > LONGEST) return undefined;
  let best: string | undefined;
  let bestDistance = Infinity;
  for (const candidate of allowed) {
    const found = distance(word.toLowerCase(), candidate.toLowerCase());
    if (found >= bestDistance || found > Math.max(1, Math.floor(candidate.length / 3))) continue;
    [best, bestDistance] = [candidate, found];
  }
  return best;
}

/** ` Did you mean "x"?` where there is a near word, and nothing where there is none. */
export function didYouMean(word: unknown, allowed: readonly (string | number)[]): string {
  const meant = typeof word === 'string' ? nearest(word, allowed.map(String)) : undefined;
  return meant === undefined || meant === word ? '' : ` Did you mean "${meant}"?`;
}

type Row = readonly number[];

/** Letters added, left out, replaced, or two neighbours swapped; anything above FARTHEST is as good as endless. */
function distance(left: string, right: string): number {
  if (Math.abs(left.length - right.length) > FARTHEST) return Infinity;
  let before: Row = [];
  let previous: Row = Array.from({ length: right.length + 1 }, (_, column) => column);
  for (let row = 1; row <= left.length; row++) {
    const current = nextRow(left, right, row, [before, previous]);
    [before, previous] = [previous, current];
  }
  const result = previous[right.length] ?? Infinity;
  return result > FARTHEST ? Infinity : result;
}

/** Only columns near the diagonal can lead to a small distance. */
function nextRow(left: string, right: string, row: number, [before, previous]: [Row, Row]): Row {
  const current: number[] = [row];
  const last = Math.min(right.length, row + FARTHEST);
  for (let column = Math.max(1, row - FARTHEST); column <= last; column++) {
    const replaced = at(previous, column - 1) + Number(left[row - 1] !== right[column - 1]);
    const added = Math.min(at(current, column - 1), at(previous, column)) + 1;
    const isSwap = row > 1 && left[row - 1] === right[column - 2] && left[row - 2] === right[column - 1];
    current[column] = Math.min(replaced, added, isSwap ? at(before, column - 2) + 1 : Infinity);
  }
  return current;
}

function at(row: Row, column: number): number {
  return row[column] ?? Infinity;
}

/** A caller's own word inside a sentence, cut where it would swamp the sentence. */
export function quoted(word: string): string {
  return `"${word.length > LONGEST ? `${word.slice(0, LONGEST)}…` : word}"`;
}
