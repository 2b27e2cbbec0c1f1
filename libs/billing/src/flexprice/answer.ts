/** One answer of the server, read as far as it can be. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** The parsed JSON; undefined where it is none. */
  readonly body: unknown;
}

/** What an error answer says of itself, whichever of the server's shapes it has. */
export interface ErrorBody {
  readonly code?: string;
  readonly message?: string;
  readonly details: Readonly<Record<string, unknown>>;
}

/** Flat, of a middleware, or legacy; nothing for text, HTML and empty bodies. */
export function readErrorBody(body: unknown): ErrorBody {
  const { code, message, error, details } = asObject(body);
  const legacy = asObject(error);
  const said = [message, legacy.message, error].find((text) => typeof text === 'string' && text !== '');
  return {
    ...(typeof code === 'string' && { code }),
    ...(typeof said === 'string' && { message: said }),
    details: asObject(details ?? legacy.details),
  };
}

/** Nothing of what is no object. */
export function asObject(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}
