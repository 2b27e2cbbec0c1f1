import type { Condition } from '../conditions/condition';
import type { Step, StepType } from '../definitions/definition';
import { compile } from '../expressions/compile';
import { ExpressionFault } from '../expressions/fault';
import { expressionsIn } from '../expressions/find-expressions';
import type { JsonObject } from '../shared/json';

/** What workflows read of an event's payload. */
export interface Needs {
  /** Names of its members. */
  readonly members: ReadonlySet<string>;
  /** The payload as a whole, or a member whose name is computed. */
  readonly all: boolean;
}

/** As much of a step as says what it reads. */
export type ReadingStep = Pick<Step, 'type' | 'config' | 'condition'>;

type Path = readonly string[];

const ROOTS = ['trigger', 'event'];
const always = (): boolean => true;

/** Whether a step without `customer_id` takes the trigger's. */
const TAKES_CUSTOMER: Readonly<Record<StepType, (config: JsonObject) => boolean>> = {
  assign_plan: always,
  create_wallet: always,
  grant_credits: always,
  send_email: ({ to }) => to === undefined,
  create_entitlement: always,
  update_customer: always,
  wait: () => false,
};

/** @param conditions the trigger's, whose fields without a root lie inside the payload */
export function needsOf(conditions: readonly Condition[], steps: readonly ReadingStep[]): Needs {
  const paths = [
    ...conditions.flatMap((condition) => pathsIn(condition, inPayload)),
    ...steps.flatMap((step) => pathsOfStep(step)),
  ].filter(([root]) => root === 'trigger');
  const members = paths.flatMap(([, member]) => member ?? []);
  return { members: new Set(members), all: paths.some(({ length }) => length === 1) };
}

export function uniteNeeds(all: readonly Needs[]): Needs {
  return { members: new Set(all.flatMap(({ members }) => [...members])), all: all.some((one) => one.all) };
}

function pathsOfStep({ type, config, condition }: ReadingStep): Path[] {
  const isCustomerOpen = config.customer_id === undefined && TAKES_CUSTOMER[type](config);
  return [
    ...expressionsIn(config, '').flatMap(({ text }) => (text === undefined ? [] : pathsOfCel(text))),
    ...(condition ? pathsIn(condition, (path) => path) : []),
    ...(isCustomerOpen ? [['trigger', 'customer_id']] : []),
  ];
}

function pathsIn(condition: Condition, rooted: (path: Path) => Path): Path[] {
  if ('all' in condition) return condition.all.flatMap((part) => pathsIn(part, rooted));
  if ('any' in condition) return condition.any.flatMap((part) => pathsIn(part, rooted));
  if ('not' in condition) return pathsIn(condition.not, rooted);
  return 'cel' in condition ? pathsOfCel(condition.cel) : [rooted(condition.field.split('.'))];
}

function inPayload(path: Path): Path {
  return ROOTS.includes(path[0] ?? '') ? path : ['trigger', ...path];
}

/** What cannot be read fails where it is evaluated, and says so there. */
function pathsOfCel(text: string): Path[] {
  try {
    return compile(text).paths.map(({ members }) => members);
  } catch (error) {
    if (error instanceof ExpressionFault) return [];
    throw error;
  }
}
