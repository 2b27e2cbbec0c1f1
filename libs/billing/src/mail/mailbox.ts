import { domainToASCII } from 'node:url';

/** One address, and the name before it. */
export interface Mailbox {
  readonly name: string;
  readonly address: string;
}

const ADDRESS = /^[^\s<>@,;:"()]+@[^\s<>@,;:"()]+$/;

/** Reads `Name <address>`, `"Name" <address>` or an address alone; nothing where it is not exactly one. */
export function readMailbox(text: string): Mailbox | undefined {
  const at = text.indexOf('<');
  const isBare = at < 0;
  if (!isBare && !text.endsWith('>')) return undefined;
  const address = isBare ? text : text.slice(at + 1, -1);
  const name = isBare ? '' : text.slice(0, at).trim();
  return ADDRESS.test(address) ? { name: name.replace(/^"(.*)"$/, '$1'), address } : undefined;
}

/** In lower case, as DNS knows it. */
export function domainOf({ address }: Mailbox): string {
  return asDnsKnows(address.slice(address.indexOf('@') + 1));
}

export function asDnsKnows(domain: string): string {
  return domainToASCII(domain) || domain.toLowerCase();
}
