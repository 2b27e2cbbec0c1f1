/** The token of FlowConfig. */
export const FLOW = Symbol('flow');
