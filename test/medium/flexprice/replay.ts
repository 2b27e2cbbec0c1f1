import { Abreast } from '../../support/abreast';
import { text } from '../../support/flexprice/body';
import { timeOrder } from '../../support/flexprice/clock';
import { isObject, type Json } from '../../support/flexprice/json';
import { FlexpriceStandIn, type SystemEvent } from '../../support/flexprice';
import { Matcher } from './matcher';
import { timeOf, type Exchange } from './recordings';
import { putOlderRows, putHolders } from './world';

interface Reply {
  readonly status: number;
  readonly type: string;
  readonly requestId: string;
  readonly body: Json;
}

/** Lists whose order the server leaves open: those of wallets. */
const UNORDERED = /\/wallets(\/search)?$/;

/** Without what only tells twins apart. */
export const groupOf = (name: string): string => name.replace(/-concurrent-\d+$/, '-concurrent');
const withoutAlternative = (name: string): string => name.replace(/--alt-\d+$/, '');

/** Sends what was recorded to a stand-in, in the recorded order, and compares the answers. */
export class Replay {
  readonly matcher = new Matcher();
  /** What differs, by the name of the exchange. */
  readonly outcomes = new Map<string, string[]>();
  /** What was published, by the group of the exchange. */
  readonly events = new Map<string, SystemEvent[]>();
  private readonly olderRows = new Map<string, number>();
  private time = 0;
  private abreast = new Abreast(1);

  private constructor(
    private readonly exchanges: readonly Exchange[],
    private readonly standIn: FlexpriceStandIn,
  ) {}

  /** @param all every recording; @param exchanges those to send */
  static async of(all: readonly Exchange[], exchanges: readonly Exchange[]): Promise<Replay> {
    const standIn = await FlexpriceStandIn.start({
      now: () => replay.time,
      walletRace: () => replay.abreast.arrived(),
    });
    const replay: Replay = new Replay(exchanges, standIn);
    replay.time = all.map(timeOf).find((time) => time !== undefined) ?? 0;
    putHolders(standIn, all);
    putOlderRows(standIn, all, replay.time);
    try {
      await replay.run();
    } finally {
      await standIn.close();
    }
    return replay;
  }

  private async run(): Promise<void> {
    const groups = Map.groupBy(this.exchanges, ({ name }) => groupOf(name));
    for (const [group, members] of groups) {
      const published: SystemEvent[] = [];
      const stop = this.standIn.onEvent((event) => published.push(event));
      for (const batch of batchesOf(members)) await this.send(batch);
      stop();
      this.events.set(group, published);
    }
  }

  private async send(batch: readonly Exchange[]): Promise<void> {
    this.time = batch.map(timeOf).find((time) => time !== undefined) ?? this.time;
    this.abreast = new Abreast(batch.length);
    const replies = await Promise.all(batch.map((exchange) => this.ask(exchange)));
    // Twins are told apart by nothing but their age.
    replies.sort((one, other) => (ageOf(one.body) < ageOf(other.body) ? -1 : 1));
    const byAge = batch.toSorted((one, other) => (idOf(one) < idOf(other) ? -1 : 1));
    byAge.forEach((exchange, index) => this.outcomes.set(exchange.name, this.compared(exchange, replies[index])));
  }

  private async ask({ request }: Exchange): Promise<Reply> {
    const { method, headers, body } = request;
    const sent = method === 'GET' || body === null ? undefined : typeof body === 'string' ? body : JSON.stringify(body);
    const url = new URL(this.matcher.translate(request.path), this.standIn.url);
    const answer = await fetch(url, {
      ...{ method, headers, redirect: 'manual' },
      body: sent === undefined ? undefined : this.matcher.translate(sent),
    });
    const type = answer.headers.get('content-type') ?? '';
    const text = await answer.text();
    const content = type.startsWith('application/json') ? (JSON.parse(text) as Json) : text;
    return { status: answer.status, type, requestId: answer.headers.get('x-request-id') ?? '', body: content };
  }

  /** Where the server answers at random, any of the recorded answers is right. */
  private compared(exchange: Exchange, reply: Reply | undefined): string[] {
    const name = withoutAlternative(exchange.name);
    const answers = this.exchanges.filter((each) => withoutAlternative(each.name) === name);
    const all = answers.map((each) => (reply ? this.differences(each, reply) : ['no reply']));
    return all.toSorted((one, other) => one.length - other.length)[0] ?? [];
  }

  private differences({ request, response }: Exchange, reply: Reply): string[] {
    const path = request.path.split('?')[0] ?? '';
    const sentId = request.headers['X-Request-ID'] ?? reply.requestId;
    return [
      ...this.matcher.differences(response.status, reply.status, 'status'),
      ...this.matcher.differences(response.headers['content-type'] ?? '', reply.type, 'content-type'),
      ...this.matcher.differences(sentId, reply.requestId, 'x-request-id'),
      ...this.inBodies(path, response.body, reply.body),
    ];
  }

  private inBodies(path: string, recorded: Json, actual: Json): string[] {
    if (UNORDERED.test(path)) return this.matcher.differences(this.inOrder(recorded), this.inOrder(actual));
    return this.matcher.differences(this.withoutOlderRows(path, recorded, actual), actual);
  }

  private inOrder(body: Json): Json {
    if (isObject(body) && body.items) return { ...body, items: this.inOrder(body.items) };
    if (!Array.isArray(body)) return body;
    const rows: readonly Json[] = body;
    const key = (row: Json) => this.matcher.translate(member(row, 'id'));
    return rows.toSorted((one, other) => (key(one) < key(other) ? -1 : 1));
  }

  /** The server had rows that no recording shows; how many is learned once, and then stays. */
  private withoutOlderRows(path: string, recorded: Json, actual: Json): Json {
    const page = isObject(recorded) && isObject(recorded.pagination) ? recorded.pagination : undefined;
    if (!isObject(recorded) || !page) return recorded;
    const total = totalOf(recorded) - this.olderRowsOf(path, totalOf(recorded) - totalOf(actual));
    return { ...recorded, pagination: { ...page, total } };
  }

  private olderRowsOf(path: string, difference: number): number {
    const [, , resource = ''] = path.split('/');
    if (difference <= 0) return 0;
    const known = this.olderRows.get(resource) ?? difference;
    this.olderRows.set(resource, known);
    return known;
  }
}

/** Those that succeeded go together, and then the others one by one. */
function batchesOf(members: readonly Exchange[]): Exchange[][] {
  const succeeded = members.filter(({ response }) => response.status < 300);
  const others = members.filter((each) => !succeeded.includes(each)).map((each) => [each]);
  return succeeded.length > 0 ? [succeeded, ...others] : others;
}

const totalOf = (body: Json): number => {
  const pagination = isObject(body) ? body.pagination : undefined;
  return isObject(pagination) ? Number(pagination.total) : 0;
};

const member = (body: Json, name: string): string => (isObject(body) ? text(body, name) : '');
const ageOf = (body: Json): string => timeOrder(member(body, 'created_at'));
const idOf = ({ response }: Exchange): string => member(response.body, 'id');
