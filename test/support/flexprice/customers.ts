import { text, textMap, texts } from './body';
import { bodyOf, created, newRow, ok, param, publish, touched, type Answer, type Context } from './context';
import { brokenRules, invalid, refusal } from './errors';
import { among, inStatus, pageOf, queryOf, type Listing } from './filters';
import type { JsonObject } from './json';
import type { Customer } from './rows';
import type { Rows } from './tables';

const ADDRESS = ['line1', 'line2', 'city', 'state', 'postal_code', 'country'].map((part) => `address_${part}`);
const LISTING: Listing = {
  columns: ['external_id', 'name', 'email', 'contact', 'timezone', ...ADDRESS],
  refusal: 'Failed to list customers',
};

const noCustomer = (id: string) => refusal('not_found', `Customer with ID ${id} was not found`, { customer_id: id });

/** The customer with this id, deleted ones included. */
export function customerById(customers: Rows<Customer>, id: string): Customer {
  const customer = customers.find(id);
  if (!customer) throw noCustomer(id);
  return customer;
}

/** The customer with this external id; deleted ones no longer have it. */
export function customerByExternalId(customers: Rows<Customer>, externalId: string): Customer {
  const customer = published(customers, externalId);
  if (customer) return customer;
  const details = { lookup_key: externalId };
  throw refusal('not_found', `Customer with lookup key ${externalId} was not found`, details);
}

/** The customer that a body names by `customer_id` or, failing that, by `external_customer_id`. */
export function customerNamedIn(customers: Rows<Customer>, body: JsonObject): Customer {
  const id = text(body, 'customer_id');
  const externalId = text(body, 'external_customer_id');
  if (id === '' && externalId === '') throw invalid('Please provide either customer_id or external_customer_id');
  return id === '' ? customerByExternalId(customers, externalId) : customerById(customers, id);
}

function published(customers: Rows<Customer>, externalId: string): Customer | undefined {
  return customers.all().find((each) => each.external_id === externalId && each.status === 'published');
}

export function createCustomer(context: Context): Answer {
  const body = bodyOf(context);
  const members = membersOf(body);
  const broken = rulesOf(members);
  if (broken) throw broken;
  const details = { external_id: members.external_id };
  if (published(context.tables.customers, members.external_id)) throw taken(details);
  const customer = { ...newRow(context, 'cust'), ...members };
  context.tables.customers.insert(customer);
  publish(context, 'customer.created', customer.id);
  return created(customer);
}

function membersOf(body: JsonObject) {
  const contact = text(body, 'contact');
  return {
    external_id: text(body, 'external_id'),
    name: text(body, 'name'),
    email: text(body, 'email'),
    ...(contact !== '' && { contact }),
    ...Object.fromEntries(ADDRESS.map((member) => [member, text(body, member)])),
    timezone: text(body, 'timezone') || 'UTC',
    metadata: textMap(body, 'metadata'),
  };
}

function rulesOf({ external_id, name, email, contact = '', timezone }: ReturnType<typeof membersOf>) {
  return brokenRules('CreateCustomerRequest', {
    ExternalID: external_id === '' ? 'required' : undefined,
    Name: name === '' ? 'required' : name.length > 255 ? 'max' : undefined,
    Email: email !== '' && !/^\S+@\S+\.\S+$/.test(email) ? 'email' : undefined,
    Contact: contact.length > 20 ? 'max' : undefined,
    Timezone: isTimezone(timezone) ? undefined : 'timezone',
  });
}

function isTimezone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

const taken = (details: JsonObject) =>
  refusal('already_exists', 'A customer with this identifier already exists', details);

export const getCustomer = (context: Context): Answer => {
  const expand = context.query.get('expand') ?? '';
  if (expand !== '') throw invalid('Field is not allowed to be expanded', { field: expand });
  return ok(customerById(context.seen.customers, param(context, 'id')));
};

export const getCustomerByExternalId = (context: Context): Answer =>
  ok(customerByExternalId(context.seen.customers, param(context, 'id')));

export const listCustomers = (context: Context): Answer => ok(found(context, queryOf(context)));
export const searchCustomers = (context: Context): Answer => ok(found(context, bodyOf(context)));

function found(context: Context, query: JsonObject) {
  const rows = among(inStatus(context.seen.customers.all(), query), 'external_id', texts(query, 'external_ids'));
  return pageOf(context, rows, query, LISTING);
}

/** Members that are null or absent stay; `metadata` is replaced as a whole. Deleted customers may be changed too. */
export function updateCustomer(context: Context): Answer {
  const customer = customerToUpdate(context);
  const body = bodyOf(context);
  const given = Object.entries(membersOf(body)).filter(([name]) => (body[name] ?? null) !== null);
  const changes = Object.fromEntries(given) as Partial<Customer>;
  if (changes.name === '') throw refusal('database_error', 'Failed to update customer');
  refuseTaken(context, customer, changes);
  const changed = context.tables.customers.change(customer, { ...changes, ...touched(context) });
  publish(context, 'customer.updated', customer.id);
  return ok(changed);
}

function customerToUpdate(context: Context): Customer {
  const { tables, query } = context;
  const id = param(context, 'id') || (query.get('id') ?? '');
  if (id !== '') return customerById(tables.customers, id);
  const externalId = query.get('external_customer_id') ?? '';
  if (externalId !== '') return customerByExternalId(tables.customers, externalId);
  throw invalid(
    'Provide id as query parameter (?id=...) or provide external_customer_id as query parameter (?external_customer_id=...)',
  );
}

function refuseTaken({ tables }: Context, customer: Customer, { external_id }: Partial<Customer>): void {
  if (external_id === undefined) return;
  const holder = published(tables.customers, external_id);
  if (holder && holder.id !== customer.id) throw taken({ email: customer.email, external_id });
}

export function deleteCustomer(context: Context): Answer {
  const { tables } = context;
  const customer = customerById(tables.customers, param(context, 'id'));
  if (customer.status !== 'published') throw refusal('not_found', 'Customer does not exist');
  refuseInUse(context, customer.id);
  tables.customers.change(customer, { status: 'archived', ...touched(context) });
  publish(context, 'customer.deleted', customer.id);
  return { status: 204 };
}

function refuseInUse({ tables }: Context, id: string): void {
  const subscribed = tables.subscriptions
    .all()
    .some((each) => each.customer_id === id && each.subscription_status !== 'cancelled');
  if (subscribed) {
    throw refusal('invalid_operation', 'Please cancel all subscriptions before deleting the customer');
  }
  const hasWallet = tables.wallets.all().some((each) => each.customer_id === id && each.wallet_status === 'active');
  if (hasWallet) throw refusal('invalid_operation', 'Customer cannot be deleted due to associated wallets');
}
