/** The environment as a process finds it. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Reads variables and keeps all complaints, so that one start shows everything that is missing. */
export class EnvReader {
  private readonly complaints: string[] = [];

  constructor(private readonly env: Environment) {}

  /** An empty variable counts as one that is not set. */
  optional(name: string): string | undefined {
    return this.env[name] || undefined;
  }

  text(name: string, fallback?: string): string {
    return this.optional(name) ?? fallback ?? this.complain(`${name} is not set`, '');
  }

  list(name: string): string[] {
    return itemsOf(this.text(name));
  }

  optionalList(name: string): string[] {
    return itemsOf(this.optional(name) ?? '');
  }

  url(name: string): string | undefined {
    const text = this.optional(name);
    if (text === undefined || URL.canParse(text)) return text;
    return this.complain(`${name} is "${text}", not a URL`, undefined);
  }

  /** A whole number of at least `least`. */
  whole(name: string, fallback: number, least = 0): number {
    const text = this.optional(name);
    if (text === undefined) return fallback;
    const value = Number(text);
    if (Number.isInteger(value) && value >= least) return value;
    return this.complain(`${name} is "${text}", not a whole number of at least ${least}`, fallback);
  }

  oneOf<T extends string>(name: string, allowed: readonly T[], fallback: T): T {
    const text = this.optional(name) ?? fallback;
    const value = allowed.find((item) => item === text);
    return value ?? this.complain(`${name} is "${text}", not one of: ${allowed.join(', ')}`, fallback);
  }

  /** Throws when anything was missing or wrong. */
  done<T extends object>(config: T): Readonly<T> {
    if (this.complaints.length > 0) throw new Error(`Configuration: ${this.complaints.join('; ')}.`);
    return Object.freeze(config);
  }

  private complain<T>(complaint: string, value: T): T {
    this.complaints.push(complaint);
    return value;
  }
}

function itemsOf(text: string): string[] {
  const items = text.split(',').map((item) => item.trim());
  return items.filter((item) => item !== '');
}
