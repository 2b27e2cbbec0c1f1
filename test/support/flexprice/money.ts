import Big from 'big.js';

const DECIMALS = 9;
// numeric(20,9)
const TOO_LARGE = new Big('1e11');

/** As the database keeps an amount: nine decimals, no zeros behind. */
export const kept = (amount: Big): string => amount.round(DECIMALS, Big.roundHalfUp).toFixed();

export const isTooLarge = (amount: Big): boolean => amount.abs().gte(TOO_LARGE);
