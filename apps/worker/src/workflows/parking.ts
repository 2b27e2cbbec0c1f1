import type { RunDefinitionInput, StepActivityInput } from '@app/contracts';
import { readySteps, type StepStatus } from '@app/domain';
import { isCancellation, patched } from '@temporalio/workflow';
import { beginStep, parkRun } from './activities';

/** Among what runs; no step has an empty id. */
const TELLING = '';

/** A run in which nothing but waits goes on takes no place of its scope. */
export class Parking {
  private isParked = false;

  constructor(
    private readonly input: RunDefinitionInput,
    private readonly states: ReadonlyMap<string, StepStatus>,
    /** What the run waits for; telling that it is parked is among it. */
    private readonly running: Map<string, Promise<void>>,
  ) {}

  beginWait({ scope, executionId, stepId, type }: StepActivityInput): Promise<void> {
    const isAlone = this.onlyWaits() && readySteps(this.input.steps, this.states).length === 0;
    this.isParked ||= isAlone;
    return beginStep({ scope, executionId, stepId, type, isAlone });
  }

  /** The row of a wait that ends says itself that the run has its place again. */
  waitEnded(): void {
    this.isParked = false;
  }

  /** What ran beside the waits has ended: they alone hold no place. Like a step it is waited for, and nothing for it. */
  look(): void {
    if (this.isParked || this.running.size === 0 || this.running.has(TELLING)) return;
    if (!this.onlyWaits() || !patched('park-beside-waits')) return;
    this.isParked = true;
    const done = this.tell().finally(() => this.running.delete(TELLING));
    this.running.set(TELLING, done);
  }

  private async tell(): Promise<void> {
    const { scope, executionId } = this.input;
    try {
      await parkRun({ scope, executionId, isParked: true });
      // A wait has ended meanwhile, and perhaps was heard first.
      if (!this.isParked) await parkRun({ scope, executionId, isParked: false });
    } catch (error) {
      if (!isCancellation(error)) throw error;
    }
  }

  private onlyWaits(): boolean {
    return this.input.steps.every(({ id, type }) => type === 'wait' || this.states.get(id) !== 'running');
  }
}
