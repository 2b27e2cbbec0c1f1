import { checkShape } from '@app/application';
import { checkDefinition, isJsonObject, pointerTo, type JsonValue, type Problem } from '@app/domain';
import { definitionExpressionProblems, placesOf } from './definition-expressions';
import { DefinitionRequestDto } from './definition-request.dto';
import { rawSteps, readSteps, readTrigger } from './read-body';
import { retryPolicyProblems, stepProblems } from './step-problems';
import { triggerProblems } from './trigger-problems';

/** Everything that is wrong with a definition as a tenant wrote it, at once (PRD UC-1, EC-6). */
export function definitionProblems(body: JsonValue | undefined): Problem[] {
  const problems = checkShape(DefinitionRequestDto, body).problems.map(withOwnMembers);
  if (!isJsonObject(body)) return problems;
  const raw = rawSteps(body);
  const steps = readSteps(raw);
  const places = placesOf(steps, raw.length);
  return [
    ...problems,
    ...triggerProblems(body.trigger),
    ...raw.flatMap((step, index) => {
      const place = places[index];
      return place ? stepProblems(step, pointerTo('/steps', index), place) : [];
    }),
    ...retryPolicyProblems(body.retry_policy, '/retry_policy'),
    ...checkDefinition({ trigger: readTrigger(body.trigger), steps }),
    ...definitionExpressionProblems(body, places),
  ];
}

/** Members of the answer that no request may set. */
const OWN_MEMBERS = [
  ...['id', 'tenant_id', 'environment_id', 'version', 'revision', 'status', 'warnings'],
  ...['created_at', 'created_by', 'updated_at', 'updated_by'],
];

function withOwnMembers(problem: Problem): Problem {
  const { pointer, code } = problem;
  const member = pointer.slice(1);
  if (code !== 'unknown_member' || !OWN_MEMBERS.includes(member)) return problem;
  return { pointer, code, detail: `"${member}" is set by the platform; leave it out.` };
}
