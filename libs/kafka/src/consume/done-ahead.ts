/** Messages that are done with although earlier ones of their partition are not: they come again, and are left out. */
export class DoneAhead {
  private readonly partitions = new Map<number, Set<string>>();

  /** The messages of a batch that are still to be handled. */
  open<M extends { readonly offset: string }>(partition: number, messages: readonly M[]): M[] {
    const done = this.partitions.get(partition);
    return done ? messages.filter(({ offset }) => !done.has(offset)) : [...messages];
  }

  /**
   * @param messages all of a batch, in order; it begins with the first one that was not done
   * @returns the offset up to which nothing is left to do; undefined when the first message is still open
   */
  add(partition: number, messages: readonly { readonly offset: string }[], done: Iterable<string>): string | undefined {
    const all = new Set([...(this.partitions.get(partition) ?? []), ...done]);
    const firstOpen = messages.findIndex(({ offset }) => !all.has(offset));
    const end = firstOpen < 0 ? messages.length : firstOpen;
    const ahead = messages.slice(end).filter(({ offset }) => all.has(offset));
    this.partitions.set(partition, new Set(ahead.map(({ offset }) => offset)));
    return messages[end - 1]?.offset;
  }
}
