import {
  CancellationScope,
  condition,
  type LocalActivityInput,
  type Next,
  type WorkflowInterceptorsFactory,
  type WorkflowOutboundCallsInterceptor,
} from '@temporalio/workflow';

type ScheduleLocal = Next<WorkflowOutboundCallsInterceptor, 'scheduleLocalActivity'>;

/**
 * Lets each result of a local activity take its whole effect before the next one is heard. Results that came one after
 * the other are handed over together on replay, where their effects would mix, and timers and steps would start in
 * another order than history has them.
 */
class InTurn implements WorkflowOutboundCallsInterceptor {
  private readonly arrived: symbol[] = [];

  async scheduleLocalActivity(input: LocalActivityInput, next: ScheduleLocal): Promise<unknown> {
    const result = Symbol(input.activityType);
    const arrive = (): unknown => this.arrived.push(result);
    const outcome = next(input);
    outcome.then(arrive, arrive);
    // Looked at only once everything that the result before has set in motion has come to rest.
    await CancellationScope.nonCancellable(() => condition(() => this.arrived[0] === result));
    this.arrived.shift();
    return outcome;
  }
}

export const interceptors: WorkflowInterceptorsFactory = () => ({ outbound: [new InTurn()] });
