import { LogisticRegression } from "logit-wasm";
import { accuracy, rocAuc } from "logit-wasm/metrics";
import { readRecords, toNumber } from "./csv.ts";
import { field, heading } from "./section.ts";
import { paint } from "./terminal.ts";

const MONTHS = 3;
const OTHER_MONTHS = [1, 2, 4, 6, 12];
/** The future is tested, not a random part: who predicts shares doesn't know tomorrow's either. */
const TESTED_FROM = 2007;

interface Examples {
  readonly rows: number[][];
  readonly labels: string[];
}

/** A model of the changes of some months, and how well it orders the months it never saw. */
interface Attempt {
  readonly model: LogisticRegression<string>;
  readonly past: Examples;
  readonly future: Examples;
  readonly pastAuc: number;
  readonly auc: number;
}

/** Rising or falling: the honest counter-example. */
export async function stocks(): Promise<string> {
  const { model, past, future, pastAuc, auc } = await attempt(MONTHS);
  const others: number[] = [];
  for (const months of OTHER_MONTHS) others.push((await attempt(months)).auc);

  const rising = future.labels.filter((label) => label === "rising").length / future.labels.length;
  const right = accuracy(future.labels, model.predict(future.rows));
  const error = standardError(auc, future.labels);
  const verdict = Math.abs(auc - 0.5) < 2 * error ? "near one half, as a coin's" : "away from one half";
  const all = past.rows.length + future.rows.length;
  return [
    ...heading("Shares: will they rise or fall next month?"),
    ...field("data", `${all} months of five shares; columns are the changes of the ${MONTHS} months before`),
    ...field(
      "split",
      `${past.rows.length} months before ${TESTED_FROM} to fit, ${future.rows.length} from then on to test`,
    ),
    ...field(
      "fit",
      `${paint(model.converged ? "green" : "yellow", model.status)}: AUC ${pastAuc.toFixed(3)} on the months that were fitted`,
    ),
    ...field("test", `AUC ${paint("yellow", auc.toFixed(3))} ± ${error.toFixed(3)}: ${verdict}`),
    ...field("", `accuracy ${percent(right)}; to say "rising" every time has ${percent(rising)}`),
    ...field(
      "others",
      `AUC with the last ${OTHER_MONTHS.join(", ")} months instead: ${others.map((value) => value.toFixed(3)).join(", ")}. They scatter about one half; shares move together, so that even the ± is too small. To pick the best of them now would be to fool oneself.`,
    ),
    "",
    ...field(
      "lesson",
      "A fit that converges is no proof that there is anything to learn: past changes of these prices don't tell the next one. Don't trade on this.",
    ),
  ].join("\n");
}

async function attempt(months: number): Promise<Attempt> {
  const { past, future } = examples(months);
  const model = await new LogisticRegression({ C: 1 }).fit(past.rows, past.labels);
  const { classes } = model;
  const aucOf = ({ rows, labels }: Examples) => rocAuc(labels, model.decisionFunction(rows), { classes });
  return { model, past, future, pastAuc: aucOf(past), auc: aucOf(future) };
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}

/** For each share and month: the changes before it, and whether it rose. */
function examples(months: number): { past: Examples; future: Examples } {
  const past: Examples = { rows: [], labels: [] };
  const future: Examples = { rows: [], labels: [] };
  const all = readRecords(new URL("../data/stocks.csv", import.meta.url));
  for (const share of new Set(all.map(({ symbol }) => symbol))) {
    const records = all.filter(({ symbol }) => symbol === share);
    const logarithms = records.map(({ price }) => Math.log(toNumber(price)));
    const changes = logarithms.slice(1).map((value, i) => value - logarithms[i]);
    for (let i = months; i < changes.length; i++) {
      const year = Number(records[i + 1].date.slice(-4));
      const { rows, labels } = year < TESTED_FROM ? past : future;
      rows.push(changes.slice(i - months, i));
      labels.push(changes[i] > 0 ? "rising" : "falling");
    }
  }
  return { past, future };
}

/** Of an AUC: Hanley & McNeil (1982). */
function standardError(auc: number, labels: readonly string[]): number {
  const positive = labels.filter((label) => label === "rising").length;
  const negative = labels.length - positive;
  const one = auc / (2 - auc) - auc ** 2;
  const two = (2 * auc ** 2) / (1 + auc) - auc ** 2;
  return Math.sqrt((auc * (1 - auc) + (positive - 1) * one + (negative - 1) * two) / (positive * negative));
}
