import type { DeadLetterLog, LetterPlace, RecordedDeadLetter } from '@app/application';

const PAGE = 1000;
const ID = /^(?<topic>[a-zA-Z0-9._-]{1,249})\/(?<partition>\d{1,9})\/(?<offset>\d{1,18})$/;

/** How operators name a dead letter. */
export function idOf({ topic, partition, offset }: LetterPlace): string {
  return `${topic}/${partition}/${offset}`;
}

/** Every letter that waits, however many there are; none of those that are put aside from now on. */
export async function allOpen(log: DeadLetterLog): Promise<LetterPlace[]> {
  const all: LetterPlace[] = [];
  for (let last: RecordedDeadLetter | undefined; ;) {
    const page = await log.list(PAGE, true, last);
    all.push(...page.map(({ topic, partition, offset }) => ({ topic, partition, offset })));
    if (page.length < PAGE) return all;
    last = page.at(-1);
  }
}

/** The letters of these ids. Throws where one of them is no letter that waits, and says why. */
export async function openOf(log: DeadLetterLog, ids: readonly string[]): Promise<LetterPlace[]> {
  const places = ids.map(placeOf);
  const found = new Map((await log.find(places)).map((letter) => [idOf(letter), letter]));
  complain('These are no dead letters', ids, (id) => !found.has(id));
  complain('These were put back before', ids, (id) => found.get(id)?.redrivenAt !== undefined);
  return places;
}

function placeOf(id: string): LetterPlace {
  const { topic = '', partition, offset = '' } = ID.exec(id)?.groups ?? {};
  if (partition === undefined) throw new Error(`"${id}" is no id: one is topic/partition/offset, as "list" prints it`);
  return { topic, partition: Number(partition), offset: BigInt(offset).toString() };
}

function complain(about: string, ids: readonly string[], isWrong: (id: string) => boolean): void {
  const wrong = ids.filter(isWrong);
  if (wrong.length > 0) throw new Error(`${about}: ${wrong.join(', ')}`);
}
