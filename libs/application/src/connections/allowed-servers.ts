import { ValidationFailed } from '@app/domain';

/** Which billing servers may be called at all: whoever runs the platform says so, not the tenants. */
export class AllowedServers {
  constructor(private readonly origins: readonly string[]) {}

  /** A base URL as it is stored: without a slash at its end. Throws `validation_failed`. */
  baseUrl(text: string): string {
    const url = URL.canParse(text) ? new URL(text) : undefined;
    if (!url || !isPlain(url, text)) throw notPlain();
    if (!this.origins.includes(url.origin)) throw this.notAllowed(url.origin);
    return (url.origin + url.pathname).replace(/\/+$/, '');
  }

  private notAllowed(given: string): ValidationFailed {
    const detail = `No server of that origin may be called; allowed: ${this.origins.join(', ') || 'none'}.`;
    return new ValidationFailed([
      { pointer: '/base_url', code: 'not_one_of', detail, given, allowed: [...this.origins] },
    ]);
  }
}

/** A lone "?" or "#" leaves no trace in the parsed URL. */
function isPlain({ protocol, username, password }: URL, text: string): boolean {
  const isWeb = protocol === 'https:' || protocol === 'http:';
  return isWeb && username === '' && password === '' && !/[?#]/.test(text);
}

/** The text itself is not repeated: it may hold a password. */
function notPlain(): ValidationFailed {
  const detail = '"base_url" is an absolute http or https URL without credentials, query and fragment.';
  return new ValidationFailed([{ pointer: '/base_url', code: 'pattern', detail }]);
}
