/** The customers of ../data/churn.csv: who left their telephone company. */
import { readFileSync } from "node:fs";
import { parse } from "csv-parse/sync";

/**
 * The columns that the model sees. The file's charges are left out: each is a fixed multiple of its minutes, so that
 * it tells nothing more.
 */
export const features = [
  "account_length",
  "international_plan",
  "voice_mail_plan",
  "number_vmail_messages",
  "total_day_minutes",
  "total_day_calls",
  "total_eve_minutes",
  "total_eve_calls",
  "total_night_minutes",
  "total_night_calls",
  "total_intl_minutes",
  "total_intl_calls",
  "number_customer_service_calls",
];

/**
 * @param {URL} file
 * @returns {{ customers: Record<string, number>[], labels: string[] }} labels are "yes", the customer left, or "no"
 */
export function readCustomers(file) {
  const records = parse(readFileSync(file), { columns: true });
  return {
    customers: records.map((record) =>
      Object.fromEntries(features.map((name) => [name, toNumber(record[name])])),
    ),
    labels: records.map(({ churn }) => churn),
  };
}

/** Plans are "yes" or "no", all else is numbers. */
const toNumber = (cell) => (cell === "yes" ? 1 : cell === "no" ? 0 : Number(cell));

/** Customers as named columns, the form in which a model checks names as well as numbers. */
export function asColumns(customers) {
  return { columns: Object.fromEntries(features.map((name) => [name, customers.map((row) => row[name])])) };
}
