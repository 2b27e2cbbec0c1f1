export type { Account, Environment, KeyHolder } from './accounts';
export type { EngineOptions } from './engine';
export type { SystemEvent } from './events';
export type { Fault } from './faults';
export type { SeenRequest } from './http';
export type { Customer, Entitlement, Subscription, Transaction, Wallet } from './rows';
export type { Scope } from './scope';
export type { Seed } from './seeds';
export { FlexpriceStandIn } from './stand-in';
