import { flag, text, texts, whole } from './body';
import { bodyOf, created, eitherOf, newRow, ok, param, publish, touched, type Answer, type Context } from './context';
import { invalid, notServed, refusal } from './errors';
import { featureById } from './features';
import { among, having, inStatus, pageOf, queryOf, type Listing } from './filters';
import { isObject, type JsonObject } from './json';
import { planById } from './plans';
import type { Entitlement } from './rows';
import { entitlementsOf, withPlanId } from './related';
import type { Seen } from './tables';

const RESETS = ['MONTHLY', 'ANNUAL', 'WEEKLY', 'DAILY', 'QUARTERLY', 'HALF_YEARLY', 'NEVER'];
const LISTING: Listing = {
  columns: ['entity_type', 'entity_id', 'feature_id', 'feature_type', 'is_enabled', 'usage_limit', 'static_value'],
  refusal: 'Failed to list entitlements',
};

export function createEntitlement(context: Context): Answer {
  const body = bodyOf(context);
  const members = membersOf(context, body);
  const { entity_type, entity_id, feature_id } = members;
  if (twinOf(context, members)) {
    const message = 'An entitlement with this plan and feature already exists';
    throw refusal('already_exists', message, { entity_id, entity_type, feature_id });
  }
  return created(withRelated(context.tables, inserted(context, members)));
}

type Members = ReturnType<typeof membersOf>;

function inserted(context: Context, members: Members): Entitlement {
  const entitlement: Entitlement = { ...newRow(context, 'ent'), ...members };
  context.tables.entitlements.insert(entitlement);
  publish(context, 'entitlement.created', entitlement.id);
  return entitlement;
}

const twinOf = ({ tables }: Context, { entity_type, entity_id, feature_id }: Members) =>
  entitlementsOf(tables, entity_type, entity_id).find((each) => each.feature_id === feature_id);

function membersOf(context: Context, body: JsonObject) {
  const entity = entityOf(context, body);
  const type = text(body, 'feature_type');
  const reset = text(body, 'usage_reset_period');
  if (type === 'static' && text(body, 'static_value') === '') {
    throw invalid('Static value is required for static features');
  }
  if (reset !== '' && !RESETS.includes(reset)) throw invalid('Invalid entitlement usage reset period');
  return {
    ...entity,
    feature_id: featureFor(context, body, type),
    feature_type: type,
    // Only a switch can be off.
    is_enabled: type !== 'boolean' || (flag(body, 'is_enabled') ?? false),
    usage_limit: whole(body, 'usage_limit'),
    usage_reset_period: reset,
    is_soft_limit: flag(body, 'is_soft_limit') ?? false,
    static_value: text(body, 'static_value'),
    display_order: 0,
    ...(isObject(body.config_value) && { config_value: body.config_value }),
    aggregation_mode: text(body, 'aggregation_mode') || 'additive',
  };
}

function entityOf({ tables }: Context, body: JsonObject) {
  const planId = text(body, 'plan_id');
  const type = planId === '' ? text(body, 'entity_type') : 'PLAN';
  const id = planId || text(body, 'entity_id');
  if (type === '' || id === '') {
    const details = { entity_id: id, entity_type: type, plan_id: planId };
    throw invalid('Please provide plan_id or entity_type and entity_id', details);
  }
  if (type === 'ADDON') throw notServed('addons');
  if (type === 'PLAN') planById(tables.plans, id);
  else if (type !== 'SUBSCRIPTION') {
    throw invalid('Only PLAN, ADDON, and SUBSCRIPTION entity types are supported', { entity_type: type });
  } else if (!tables.subscriptions.find(id)) {
    throw refusal('not_found', 'Subscription not found', { subscription_id: id });
  }
  return { entity_type: type, entity_id: id };
}

function featureFor({ tables }: Context, body: JsonObject, type: string): string {
  const feature = featureById(tables.features, text(body, 'feature_id'));
  if (feature.type === type) return feature.id;
  throw invalid(`Expected ${feature.type}, got ${type}`, { actual: type, expected: feature.type });
}

/** All of them or none. */
export function createEntitlements(context: Context): Answer {
  const { items } = bodyOf(context);
  const bodies = Array.isArray(items) ? items.filter(isObject) : [];
  const all = bodies.map((body) => membersOf(context, body));
  const keys = new Set(all.map(({ entity_id, feature_id }) => `${entity_id} ${feature_id}`));
  if (keys.size < all.length || all.some((members) => twinOf(context, members))) {
    const message =
      'An entitlement with the same entity and feature already exists; duplicate (entity_id, feature_id) in request or in database';
    throw eitherOf(context, ['already_exists', 'database_error'], message, { count: all.length });
  }
  return created({ items: all.map((members) => withRelated(context.tables, inserted(context, members))) });
}

function withRelated(seen: Seen, entitlement: Entitlement): Entitlement {
  const feature = seen.features.find(entitlement.feature_id);
  const plan = entitlement.entity_type === 'PLAN' ? seen.plans.find(entitlement.entity_id) : undefined;
  return { ...withPlanId(entitlement), ...(feature && { feature }), ...(plan && { plan }) };
}

export const getEntitlement = (context: Context): Answer =>
  ok(withRelated(context.seen, entitlementIn(context.seen, param(context, 'id'))));

function entitlementIn(seen: Seen, id: string): Entitlement {
  const entitlement = seen.entitlements.find(id);
  if (entitlement) return entitlement;
  throw refusal('not_found', 'Entitlement not found', { id });
}

export const listEntitlements = (context: Context): Answer => ok(found(context, queryOf(context)));
export const searchEntitlements = (context: Context): Answer => ok(found(context, bodyOf(context)));

function found(context: Context, query: JsonObject) {
  const ofType = having(inStatus(context.seen.entitlements.all(), query), 'entity_type', text(query, 'entity_type'));
  const ofEntities = among(ofType, 'entity_id', texts(query, 'entity_ids'));
  const rows = among(ofEntities, 'feature_id', texts(query, 'feature_ids'));
  return pageOf(context, rows.map(withPlanId), query, LISTING);
}

export function updateEntitlement(context: Context): Answer {
  const entitlement = entitlementIn(context.tables, param(context, 'id'));
  const body = bodyOf(context);
  const changes = {
    is_enabled: flag(body, 'is_enabled') ?? entitlement.is_enabled,
    usage_limit: whole(body, 'usage_limit') ?? entitlement.usage_limit ?? null,
    static_value: text(body, 'static_value') || entitlement.static_value,
  };
  const changed = context.tables.entitlements.change(entitlement, { ...changes, ...touched(context) });
  publish(context, 'entitlement.updated', entitlement.id);
  return ok(withPlanId(changed));
}

/** A second time it says the same, and publishes a second event. */
export function deleteEntitlement(context: Context): Answer {
  const entitlement = entitlementIn(context.tables, param(context, 'id'));
  context.tables.entitlements.change(entitlement, { status: 'archived', ...touched(context) });
  publish(context, 'entitlement.deleted', entitlement.id);
  return ok({ message: 'entitlement deleted successfully' });
}
