/** Recordings that the stand-in does not answer, by name or by how their names begin, and why. */
export const NOT_SERVED: Readonly<Record<string, string>> = {
  'checkout-session-': 'no checkout sessions',
  'coupon-': 'no coupons',
  'creditgrant-': 'no credit grants: top-ups are used',
  'creditnote-': 'no credit notes',
  'invoice-': 'no invoices',
  'payment-': 'no payments',
  'rbac-roles': 'no list of roles',
  'service-account-': 'no management of users',
  'task-': 'no tasks',
  'webhooks-': 'no webhooks',
  'huge-body': 'a body of 8 MiB, whose customer the recording removed behind the scenes',
  'customer-entitlements': 'no sums over entitlements',
  'subscription-entitlements': 'no sums over entitlements',
  'subscription-create-phases': 'no phases',
  'subscription-plan-change': 'no change of plan',
  'subscription-plan-change-replay': 'no change of plan',
  'transactions-search-topup-invoiced': 'shows a top-up whose invoice was paid',
  'wallet-list': 'shows a wallet that a credit grant made',
};

/** Why a recording is not served; nothing if it is. */
export function reasonNotServed(name: string): string | undefined {
  const [, reason] = Object.entries(NOT_SERVED).find(([each]) => covers(each, name)) ?? [];
  return reason;
}

const covers = (listed: string, name: string): boolean =>
  listed.endsWith('-') ? name.startsWith(listed) : name === listed;
