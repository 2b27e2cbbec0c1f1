import { telling, WAKE_RELAY } from '../outbox/outbox';

const TRANSACTION_COLUMNS = `(tenant_id, environment_id, id, wallet_id, customer_id, type, credits, credit_balance_after,
      reason, expires_at, idempotency_key, created_at)`;

const STANDING_COLUMNS = `id, conversion_rate AS "conversionRate", credit_balance AS "creditBalance", status,
    idempotency_key AS "idempotencyKey"`;

/**
 * $1 tenant, $2 environment, $3 wallet, $4 customer, $5 currency, $6 type, $7 rate, $8 key, $9 time, $10 credits,
 * $11 transaction, $12 reason, $13 expiry, $14 events. The new wallet, with its credits loaded, or what stands in its way:
 * the wallet of that key, else the active one of that customer, currency and type; the lock waits for one that is just
 * being closed. No row without the customer, or when such a wallet comes to stand in this very moment.
 */
export const CREATE_WALLET = `
  WITH standing AS (
    SELECT ${STANDING_COLUMNS} FROM billing.wallets WHERE tenant_id = $1 AND environment_id = $2
      AND (idempotency_key = $8 OR customer_id = $4 AND currency = $5 AND wallet_type = $6 AND status = 'active')
    ORDER BY idempotency_key IS NOT DISTINCT FROM $8 DESC LIMIT 1 FOR KEY SHARE),
  made AS (
    INSERT INTO billing.wallets (tenant_id, environment_id, id, customer_id, currency, wallet_type, conversion_rate,
      credit_balance, status, idempotency_key, created_at)
    SELECT $1, $2, $3, c.id, $5, $6, $7::numeric, $10::numeric, 'active', $8, $9::timestamptz
    FROM billing.customers c
    WHERE c.tenant_id = $1 AND c.environment_id = $2 AND c.id = $4 AND NOT EXISTS (SELECT 1 FROM standing)
    ON CONFLICT DO NOTHING RETURNING ${STANDING_COLUMNS}),
  booked AS (
    INSERT INTO billing.wallet_transactions ${TRANSACTION_COLUMNS}
    SELECT $1, $2, $11, $3, $4, 'credit', $10::numeric, $10::numeric, $12, $13::timestamptz, $8, $9::timestamptz
    FROM made WHERE $10::numeric > 0),
  ${telling('made', '$14')}
  SELECT *, ${WAKE_RELAY} FROM made UNION ALL SELECT *, NULL FROM standing`;

/** $3 customer, $4 wallet or null, $5 currency or null. The active wallet of that id or currency; a pre-paid one first. */
export const LOCK_WALLET = `
  SELECT id, conversion_rate AS "conversionRate", credit_balance AS "creditBalance" FROM billing.wallets
  WHERE tenant_id = $1 AND environment_id = $2 AND customer_id = $3 AND status = 'active'
    AND ($4::text IS NULL OR id = $4) AND ($5::text IS NULL OR currency = $5)
  ORDER BY wallet_type DESC, created_at LIMIT 1 FOR UPDATE`;

/**
 * $3 wallet (locked), $4 customer, $5 transaction, $6 type, $7 credits, $8 balance after it, $9 reason, $10 expiry,
 * $11 key, $12 time, $13 events. No row when that key was booked before.
 */
export const BOOK = `
  WITH changed AS (
    UPDATE billing.wallets SET credit_balance = $8::numeric
    WHERE tenant_id = $1 AND environment_id = $2 AND id = $3 AND NOT EXISTS (
      SELECT 1 FROM billing.wallet_transactions
      WHERE tenant_id = $1 AND environment_id = $2 AND idempotency_key = $11)
    RETURNING id),
  booked AS (
    INSERT INTO billing.wallet_transactions ${TRANSACTION_COLUMNS}
    SELECT $1, $2, $5, id, $4, $6, $7::numeric, $8::numeric, $9, $10::timestamptz, $11, $12::timestamptz FROM changed),
  ${telling('changed', '$13')}
  SELECT id, ${WAKE_RELAY} FROM changed`;
