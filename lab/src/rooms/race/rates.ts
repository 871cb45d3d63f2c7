/** 1, 2, 3 and 5 in each tenfold from 10⁻⁵ to 10. */
export const RATES: readonly number[] = [-5, -4, -3, -2, -1, 0]
  .flatMap((tenfold) => [1, 2, 3, 5].map((digit) => Number(`${digit}e${tenfold}`)))
  .concat(10);

/** Every second of them, for runs on mini-batches, which take longer: 1 and 3 in each tenfold. */
export const BATCH_RATES: readonly number[] = RATES.filter((_, i) => i % 2 === 0);
