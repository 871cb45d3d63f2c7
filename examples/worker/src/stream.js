/**
 * Card transactions, simulated: no real ones are in here. A seed decides all of them. One in 500 is a fraud, of two kinds
 * that overlap with honest shopping: a card used far from home, again and again, and a quiet purchase from a new device.
 */

export const FRAUD_RATE = 0.002;

/** @returns {Generator<{ transaction: import("./features.js").Transaction, label: "fraud" | "honest" }>} */
export function* transactions(count, seed) {
  const random = mulberry32(seed);
  for (let i = 0; i < count; i++) {
    const isFraud = random() < FRAUD_RATE;
    const transaction = isFraud ? fraud(random) : honest(random);
    yield { transaction, label: isFraud ? "fraud" : "honest" };
  }
}

function honest(random) {
  const travels = random() < 0.04;
  return {
    amount: cents(Math.exp(3.3 + 1.1 * normal(random))),
    hour: (14 + 4.2 * normal(random) + 24) % 24,
    kilometresFromHome: Math.round(Math.exp((travels ? 6 : 1.6) + 1.1 * normal(random))),
    minutesSinceLast: Math.round(Math.exp(6.2 + 1.4 * normal(random))),
    inLastHour: poisson(random, 0.25),
    merchantRisk: round3(random() ** 3),
    chipRead: random() < 0.72,
    newDevice: random() < 0.03,
    foreign: travels && random() < 0.6,
  };
}

function fraud(random) {
  const isQuiet = random() < 0.35;
  return {
    amount: cents(Math.exp((isQuiet ? 3.6 : 5.1) + 1.2 * normal(random))),
    hour: ((isQuiet ? 14 : 3) + 5 * normal(random) + 48) % 24,
    kilometresFromHome: Math.round(Math.exp((isQuiet ? 2.5 : 6.5) + 1.3 * normal(random))),
    minutesSinceLast: Math.round(Math.exp((isQuiet ? 5.5 : 3) + 1.4 * normal(random))),
    inLastHour: poisson(random, isQuiet ? 0.6 : 3),
    merchantRisk: round3(random() ** 0.8),
    chipRead: random() < 0.08,
    newDevice: random() < (isQuiet ? 0.85 : 0.4),
    foreign: random() < (isQuiet ? 0.15 : 0.7),
  };
}

/** Uniform in [0, 1): Tommy Ettinger's mulberry32, whose state is one 32-bit integer. */
function mulberry32(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Box and Muller's transform. */
function normal(random) {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/** Knuth's: products of uniform numbers. */
function poisson(random, mean) {
  const limit = Math.exp(-mean);
  let count = 0;
  for (let product = random(); product > limit; product *= random()) count++;
  return count;
}

const cents = (euros) => Math.round(100 * euros) / 100;
const round3 = (value) => Math.round(1000 * value) / 1000;
