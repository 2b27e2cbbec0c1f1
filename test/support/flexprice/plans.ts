import { text, textMap, texts, whole } from './body';
import { bodyOf, created, newId, newRow, ok, param, touched, type Answer, type Context } from './context';
import { brokenRules, refusal } from './errors';
import { among, having, inStatus, pageOf, queryOf, type Listing } from './filters';
import type { JsonObject } from './json';
import { entitlementsOf, pricesOf } from './related';
import type { Plan } from './rows';
import type { Rows } from './tables';

const LISTING: Listing = {
  columns: ['name', 'lookup_key', 'description', 'display_order'],
  refusal: 'Failed to list plans',
};

/** The plan with this id, deleted ones included. */
export function planById(plans: Rows<Plan>, id: string): Plan {
  const plan = plans.find(id);
  if (plan) return plan;
  throw refusal('not_found', `Plan with ID ${id} was not found`, { plan_id: id });
}

export function createPlan(context: Context): Answer {
  const body = bodyOf(context);
  const name = text(body, 'name');
  const broken = brokenRules('CreatePlanRequest', { Name: name === '' ? 'required' : undefined });
  if (broken) throw broken;
  refuseTaken(context, name, text(body, 'lookup_key'));
  const plan = { ...newRow(context, 'plan'), ...membersOf(body) };
  context.tables.plans.insert(plan);
  return created(plan);
}

function membersOf(body: JsonObject) {
  return {
    name: text(body, 'name'),
    lookup_key: text(body, 'lookup_key'),
    description: text(body, 'description'),
    metadata: textMap(body, 'metadata'),
    display_order: whole(body, 'display_order') ?? 0,
  };
}

/** The details name the plan that was not created. */
function refuseTaken({ tables, clock }: Context, name: string, lookupKey: string): void {
  const taken = tables.plans.all().some((each) => each.lookup_key === lookupKey && each.status === 'published');
  if (lookupKey === '' || !taken) return;
  const details = { plan_id: newId('plan', clock), plan_name: name };
  throw refusal('already_exists', 'Plan with this name already exists', details);
}

/** With all its prices, ended ones included; without `entitlements` if it has none. */
export function getPlan(context: Context): Answer {
  const { seen } = context;
  const plan = planById(seen.plans, param(context, 'id'));
  const entitlements = entitlementsOf(seen, 'PLAN', plan.id);
  const prices = pricesOf(seen, plan.id);
  return ok({ ...plan, ...(prices.length > 0 && { prices }), ...(entitlements.length > 0 && { entitlements }) });
}

export const listPlans = (context: Context): Answer => ok(found(context, queryOf(context)));
export const searchPlans = (context: Context): Answer => ok(found(context, bodyOf(context)));

function found(context: Context, query: JsonObject) {
  const rows = among(inStatus(context.seen.plans.all(), query), 'id', texts(query, 'plan_ids'));
  const page = pageOf(context, having(rows, 'lookup_key', text(query, 'lookup_key')), query, LISTING);
  const expand = text(query, 'expand').split(',');
  return { ...page, items: page.items.map((plan) => expanded(context, plan, expand)) };
}

function expanded({ seen }: Context, plan: Plan, expand: readonly string[]): Plan {
  const prices = expand.includes('prices') ? pricesOf(seen, plan.id).filter(({ end_date }) => !end_date) : [];
  const entitlements = expand.includes('entitlements') ? entitlementsOf(seen, 'PLAN', plan.id) : [];
  return { ...plan, ...(prices.length > 0 && { prices }), ...(entitlements.length > 0 && { entitlements }) };
}

export function deletePlan(context: Context): Answer {
  const { tables } = context;
  const plan = planById(tables.plans, param(context, 'id'));
  const inUse = tables.subscriptions
    .all()
    .some((each) => each.plan_id === plan.id && each.subscription_status !== 'cancelled');
  if (inUse) {
    const message = 'Please remove the active subscriptions before deleting this plan.';
    throw refusal('invalid_operation', message, { plan_id: plan.id });
  }
  tables.plans.change(plan, { status: 'archived', ...touched(context) });
  // The server's own words.
  return ok({ message: 'price deleted successfully' });
}
