/** Lets go of those that arrive once all of them are there. */
export class Abreast {
  private readonly all = Promise.withResolvers<void>();

  constructor(private missing: number) {}

  arrived(): Promise<void> {
    this.missing -= 1;
    if (this.missing === 0) this.all.resolve();
    return this.all.promise;
  }
}
