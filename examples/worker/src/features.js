/** What a card transaction tells a linear model; the same code serves the trainer and the Worker. */

/** @typedef {{
 *   amount: number, hour: number, kilometresFromHome: number, minutesSinceLast: number, inLastHour: number,
 *   merchantRisk: number, chipRead: boolean, newDevice: boolean, foreign: boolean }} Transaction
 * amount in euros, hour of the day from 0 to 24, merchantRisk from 0 to 1 */

const numbers = ["amount", "hour", "kilometresFromHome", "minutesSinceLast", "inLastHour", "merchantRisk"];
const flags = ["chipRead", "newDevice", "foreign"];

export const featureNames = [
  "root_amount",
  "amount",
  "hours_from_three",
  "root_km_from_home",
  "root_minutes_since_last",
  "in_last_hour",
  "merchant_risk",
  "chip_read",
  "new_device",
  "foreign",
  "new_device_and_foreign",
];

/**
 * A row for the model, in the order of `featureNames`. Square roots are the same to the bit in every JavaScript engine, so
 * that scores are as well; logarithms, sines and cosines, the usual choice, aren't.
 */
export function toRow(t) {
  const fromThree = Math.abs(t.hour - 3);
  return Float64Array.of(
    Math.sqrt(t.amount),
    t.amount,
    Math.min(fromThree, 24 - fromThree),
    Math.sqrt(t.kilometresFromHome),
    Math.sqrt(t.minutesSinceLast),
    t.inLastHour,
    t.merchantRisk,
    Number(t.chipRead),
    Number(t.newDevice),
    Number(t.foreign),
    Number(t.newDevice && t.foreign),
  );
}

/** What keeps this from being a transaction, or undefined. */
export function problemWith(t) {
  if (typeof t !== "object" || t === null || Array.isArray(t)) return "expected a transaction, an object";
  const number = numbers.find((name) => !(Number.isFinite(t[name]) && t[name] >= 0));
  if (number !== undefined) {
    return `${number} is ${JSON.stringify(t[number])}; expected a number that isn't negative`;
  }
  const flag = flags.find((name) => typeof t[name] !== "boolean");
  if (flag !== undefined) return `${flag} is ${JSON.stringify(t[flag])}; expected true or false`;
  return undefined;
}
