import { readSmtpUrl, type SmtpServer } from './smtp-url';

/** The environment as a process finds it. */
export type Environment = Readonly<Record<string, string | undefined>>;

const ADDRESS = String.raw`[^\s<>@,;:"()]+@[^\s<>@,;:"()]+`;
const MAILBOX = new RegExp(`^(?:(?:[^<>@]* )?<${ADDRESS}>|${ADDRESS})$`);
const KEY = /^([A-Za-z0-9_-]{1,32}):([A-Za-z0-9+/]+=*)$/;

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

  /** Comma-separated origins, as a browser writes them: `https://host` or `https://host:port`. */
  origins(name: string, fallback: string): string[] {
    const items = itemsOf(this.text(name, fallback));
    const wrong = items.filter((item) => !URL.canParse(item) || new URL(item).origin !== item.toLowerCase());
    if (wrong.length === 0) return items.map((item) => item.toLowerCase());
    return this.complain(`${name} holds "${wrong.join('", "')}", not an origin such as https://host:port`, []);
  }

  /** A mail server. No complaint repeats the URL, which may hold a password. */
  smtpUrl(name: string): SmtpServer | undefined {
    const text = this.optional(name);
    const server = text === undefined ? undefined : readSmtpUrl(text);
    if (!server || !('fault' in server)) return server;
    const wanted = 'smtp://user:password@host:587 or smtps://user:password@host:465';
    return this.complain(`${name} is ${server.fault}; it is ${wanted}, user and password percent-encoded`, undefined);
  }

  /** A mail address, with or without a name before it. */
  mailbox(name: string, fallback?: string): string {
    const text = this.text(name, fallback);
    if (text === '' || MAILBOX.test(text)) return text;
    return this.complain(`${name} is "${text}", not an address such as Billing <billing@example.com>`, text);
  }

  /** `id:<base64>` pairs, comma-separated, in their order. No complaint repeats what may be a key. */
  keys(name: string, size: number): Map<string, Buffer> {
    const keys = new Map<string, Buffer>();
    for (const [index, item] of itemsOf(this.optional(name) ?? '').entries()) {
      const [, id, text] = KEY.exec(item) ?? [];
      const bytes = Buffer.from(text ?? '', 'base64');
      if (id === undefined || bytes.length !== size)
        this.complain(`item ${index + 1} of ${name} is not <id>:<base64 of ${size} bytes>`, undefined);
      else if (keys.has(id)) this.complain(`${name} holds the id "${id}" twice`, undefined);
      else keys.set(id, bytes);
    }
    return keys;
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
