import { text, textMap, texts } from './body';
import { bodyOf, created, newRow, ok, param, publish, touched, type Answer, type Context } from './context';
import { brokenRules, invalid, refusal } from './errors';
import { among, having, pageOf, queryOf, type Listing } from './filters';
import { isObject, type JsonObject } from './json';
import type { Feature } from './rows';
import type { Rows } from './tables';

const TYPES = ['metered', 'boolean', 'static', 'config'];
const LISTING: Listing = {
  columns: ['name', 'lookup_key', 'description', 'meter_id', 'type'],
  refusal: 'Failed to list features',
};

/** The feature with this id, deleted ones included. */
export function featureById(features: Rows<Feature>, id: string): Feature {
  const feature = features.find(id);
  if (feature) return feature;
  throw refusal('not_found', `Feature with ID ${id} was not found`, { feature_id: id });
}

export function createFeature(context: Context): Answer {
  const body = bodyOf(context);
  refuseMisshapen(body);
  const lookupKey = text(body, 'lookup_key');
  const taken = context.tables.features.all().some((each) => each.lookup_key === lookupKey && isLive(each));
  if (lookupKey !== '' && taken) {
    throw refusal('already_exists', 'A feature with this lookup key already exists', { lookup_key: lookupKey });
  }
  const feature = { ...newRow(context, 'feat'), ...membersOf(body), meter_id: insertMeter(context, body) };
  context.tables.features.insert(feature);
  publish(context, 'feature.created', feature.id);
  return created(feature);
}

const isLive = (feature: Feature) => feature.status === 'published';

function refuseMisshapen(body: JsonObject): void {
  const broken = brokenRules('CreateFeatureRequest', { Name: text(body, 'name') === '' ? 'required' : undefined });
  if (broken) throw broken;
  const type = text(body, 'type');
  if (!TYPES.includes(type)) throw invalid('Invalid feature type', { allowed_types: TYPES, type });
  const hasMeter = text(body, 'meter_id') !== '' || isObject(body.meter);
  if (type === 'metered' && !hasMeter) throw invalid('Please provide meter details to setup a metered feature');
}

function membersOf(body: JsonObject) {
  return {
    name: text(body, 'name'),
    lookup_key: text(body, 'lookup_key'),
    description: text(body, 'description'),
    metadata: textMap(body, 'metadata'),
    type: text(body, 'type'),
    unit_singular: text(body, 'unit_singular'),
    unit_plural: text(body, 'unit_plural'),
  };
}

function insertMeter(context: Context, body: JsonObject): string {
  if (!isObject(body.meter)) return text(body, 'meter_id');
  const { id, tenant_id, created_at, updated_at, status } = newRow(context, 'meter');
  const { name, event_name, aggregation, reset_usage } = body.meter;
  const members = { id, name, tenant_id, event_name, aggregation, filters: [], reset_usage };
  return context.tables.meters.insert({ ...members, created_at, updated_at, status }).id;
}

/** A metered feature is shown with its meter. */
export function getFeature(context: Context): Answer {
  const feature = featureById(context.seen.features, param(context, 'id'));
  const meter = context.seen.meters.find(feature.meter_id);
  return ok({ ...feature, ...(meter && { meter }) });
}

export const listFeatures = (context: Context): Answer => ok(found(context, queryOf(context)));
export const searchFeatures = (context: Context): Answer => ok(found(context, bodyOf(context)));

/** Unlike other lists, this one shows what was deleted too. */
function found(context: Context, query: JsonObject) {
  const inStatus = having(context.seen.features.all(), 'status', text(query, 'status'));
  const rows = among(inStatus, 'id', texts(query, 'feature_ids'));
  return pageOf(context, having(rows, 'lookup_key', text(query, 'lookup_key')), query, LISTING);
}

export function updateFeature(context: Context): Answer {
  const feature = featureById(context.tables.features, param(context, 'id'));
  const body = bodyOf(context);
  const given = Object.entries(membersOf(body)).filter(([name]) => name !== 'type' && (body[name] ?? null) !== null);
  const changes = { ...Object.fromEntries(given), ...touched(context) };
  const changed = context.tables.features.change(feature, changes);
  publish(context, 'feature.updated', feature.id);
  return ok(changed);
}

export function deleteFeature(context: Context): Answer {
  const { tables } = context;
  const feature = featureById(tables.features, param(context, 'id'));
  const entitlements = tables.entitlements.all();
  if (entitlements.some((each) => each.feature_id === feature.id && each.status === 'published')) {
    const message = 'Feature is linked to some plans, please remove the feature from the plans first';
    throw refusal('invalid_operation', message);
  }
  tables.features.change(feature, { status: 'archived', ...touched(context) });
  publish(context, 'feature.deleted', feature.id);
  return ok({ message: 'feature deleted successfully' });
}
