import { isObject, type Json, type JsonObject } from '../../support/flexprice/json';

const ID = /[a-z][a-z_]*_[0-9A-HJKMNP-TV-Z]{26}/g;
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?Z$/;
const NEVER = '0001-01-01T00:00:00Z';
/** Made up by the server: hashes and numbers of invoices. */
const GENERATED = /((?:wallet_top_up|credit_grant|subscription_invoice)-)[0-9a-f]{16}|(INV-)\d{6}-\d{5}/g;
/** Numbers that count what else there is. */
const COUNTERS = ['sequence'];

/** Compares answers, and learns on the way which id of ours stands for which recorded one. */
export class Matcher {
  private readonly ours = new Map<string, string>();
  private readonly recorded = new Map<string, string>();

  /** Puts our ids where recorded ones are. */
  translate(text: string): string {
    return text.replaceAll(ID, (id) => this.ours.get(id) ?? id);
  }

  /** What differs, and where. */
  differences(recorded: Json | undefined, actual: Json | undefined, at = 'body'): string[] {
    if (Array.isArray(recorded) && Array.isArray(actual)) return this.inLists(recorded, actual, at);
    if (isObject(recorded) && isObject(actual)) return this.inMembers(recorded, actual, at);
    if (typeof recorded === 'string' && typeof actual === 'string' && this.isSameText(recorded, actual)) return [];
    if (recorded === actual) return [];
    return [`${at}: recorded ${JSON.stringify(recorded)}, got ${JSON.stringify(actual)}`];
  }

  private inLists(recorded: readonly Json[], actual: readonly Json[], at: string): string[] {
    if (recorded.length !== actual.length) return [`${at}: recorded ${recorded.length} items, got ${actual.length}`];
    return recorded.flatMap((each, index) => this.differences(each, actual[index], `${at}[${index}]`));
  }

  private inMembers(recorded: JsonObject, actual: JsonObject, at: string): string[] {
    const names = new Set([...Object.keys(recorded), ...Object.keys(actual)]);
    return [...names].flatMap((name) => {
      const isCounter = COUNTERS.includes(name) && typeof recorded[name] === typeof actual[name];
      return isCounter ? [] : this.differences(recorded[name], actual[name], `${at}.${name}`);
    });
  }

  private isSameText(recorded: string, actual: string): boolean {
    if (INSTANT.test(recorded) && INSTANT.test(actual)) return (recorded === NEVER) === (actual === NEVER);
    const [one, other] = [recorded, actual].map((text) => text.replaceAll(GENERATED, '$1$2'));
    if (one?.replaceAll(ID, '') !== other?.replaceAll(ID, '')) return false;
    const actualIds = actual.match(ID) ?? [];
    return (recorded.match(ID) ?? []).every((id, index) => this.isSameId(id, actualIds[index] ?? ''));
  }

  private isSameId(recorded: string, actual: string): boolean {
    const known = this.ours.get(recorded) ?? actual;
    const meaning = this.recorded.get(actual) ?? recorded;
    if (known !== actual || meaning !== recorded || prefixOf(recorded) !== prefixOf(actual)) return false;
    this.ours.set(recorded, actual);
    this.recorded.set(actual, recorded);
    return true;
  }
}

const prefixOf = (id: string): string => id.slice(0, -26);
