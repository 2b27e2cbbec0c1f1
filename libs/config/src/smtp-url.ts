/** Where a mail server is, and who we are to it. */
export interface SmtpServer {
  readonly host: string;
  readonly port: number;
  /** TLS from the first byte. */
  readonly secure: boolean;
  readonly credentials?: { readonly user: string; readonly password: string };
}

const PORTS: Readonly<Record<string, number>> = { 'smtp:': 587, 'smtps:': 465 };

/**
 * Reads `smtp://user:password@host:587`; user and password may be left out, and so may the port.
 * @returns what is wrong instead, without a word of what may be secret
 */
export function readSmtpUrl(text: string): SmtpServer | { readonly fault: string } {
  if (!URL.canParse(text)) return { fault: 'no URL' };
  const { protocol, hostname, port, pathname, search, hash, username, password } = new URL(text);
  const usual = PORTS[protocol];
  if (usual === undefined) return { fault: 'neither smtp:// nor smtps://' };
  if (hostname === '') return { fault: 'without a host' };
  // A # or / in a password that is not percent-encoded would show here.
  if (!['', '/'].includes(pathname) || search !== '' || hash !== '')
    return { fault: 'followed by more than host and port' };
  if ((username === '') !== (password === '')) return { fault: 'with only one of user and password' };
  const [user, secret] = [decoded(username), decoded(password)];
  if (user === undefined || secret === undefined) return { fault: 'not percent-encoded in user or password' };
  const credentials = user !== '' && { credentials: { user, password: secret } };
  const host = hostname.replace(/^\[(.*)\]$/, '$1');
  return { host, port: Number(port || usual), secure: protocol === 'smtps:', ...credentials };
}

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|::1)$/i;

/** Whether what is sent there never leaves this machine. */
export function isLoopback(host: string): boolean {
  return LOOPBACK.test(host);
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
