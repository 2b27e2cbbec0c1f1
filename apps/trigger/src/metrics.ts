import { Counter, Gauge } from 'prom-client';

export const eventsRead = new Counter({
  name: 'workflow_events_read_total',
  help: 'Messages that were read as events, repeated ones included',
});

export const deadLetters = new Counter({
  name: 'workflow_dead_letters_total',
  help: 'Messages that were put aside because they cannot be read',
});

export const runsOrdered = new Counter({
  name: 'workflow_runs_ordered_total',
  help: 'Pending executions that events have made',
});

export const runsStarted = new Counter({
  name: 'workflow_runs_started_total',
  help: 'Executions handed to the workflow engine',
});

export const drift = new Counter({
  name: 'workflow_drift_total',
  help: 'Executions whose row said running when the workflow engine said otherwise, by what it said',
  labelNames: ['state'],
});

export const sweepFailures = new Counter({
  name: 'workflow_sweep_failures_total',
  help: 'Comparisons of a run with the workflow engine that failed; each is tried again',
});

export const scheduleRepairs = new Counter({
  name: 'workflow_schedule_repairs_total',
  help: 'Schedules that were missing or stale in the workflow engine although their definitions had not changed',
  labelNames: ['reason'],
});

export const eventsWaiting = new Gauge({
  name: 'workflow_events_waiting',
  help: 'Events of all scopes that wait until what they do not say themselves is fetched',
});

export const longestWait = new Gauge({
  name: 'workflow_events_longest_wait_seconds',
  help: 'For how long the first of these events has been waiting',
});

export const fetchFailures = new Counter({
  name: 'workflow_event_fetch_failures_total',
  help: 'Events that had to wait longer, by why: each attempt counts',
  labelNames: ['code'],
});
