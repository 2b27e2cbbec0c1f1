import { text } from './body';
import { bodyOf, newRow, ok, param, touched, type Answer, type Context } from './context';
import { invalid } from './errors';
import { isObject, type Json, type JsonObject } from './json';

const ONBOARDING = 'customer_onboarding';
const NEVER = '0001-01-01T00:00:00Z';

function keyIn(context: Context): string {
  const key = param(context, 'key');
  if (key !== ONBOARDING) throw invalid(`Unknown setting key: ${key}`);
  return key;
}

/** A setting that nobody has set is shown all the same, with empty members. */
export function getSetting(context: Context): Answer {
  const key = keyIn(context);
  const setting = context.seen.settings.all().find((each) => each.key === key);
  return ok(setting ?? { ...UNSET, key, value: { actions: [], workflow_type: key } });
}

const UNSET = {
  ...{ id: '', environment_id: '', tenant_id: '', status: '', created_by: '', updated_by: '' },
  created_at: NEVER,
  updated_at: NEVER,
};

export function putSetting(context: Context): Answer {
  const key = keyIn(context);
  const { value } = bodyOf(context);
  const normal = valueOf(isObject(value) ? value : {});
  const { settings } = context.tables;
  const setting = settings.all().find((each) => each.key === key);
  if (!setting) return ok(settings.insert({ ...newRow(context, 'setting'), key, value: normal }));
  return ok(settings.change(setting, { value: normal, ...touched(context) }));
}

function valueOf(value: JsonObject): Json {
  const actions = Array.isArray(value.actions) ? value.actions.filter(isObject) : [];
  return { actions: actions.map(actionOf), workflow_type: text(value, 'workflow_type') };
}

/** Members that an action does not know are dropped. */
function actionOf(action: JsonObject): Json {
  const kind = text(action, 'action');
  if (kind === 'create_subscription') return { action: kind, plan_id: text(action, 'plan_id') };
  const { conversion_rate = '0', initial_credits_to_load = '0' } = action;
  return { action: kind, conversion_rate, currency: text(action, 'currency'), initial_credits_to_load };
}
