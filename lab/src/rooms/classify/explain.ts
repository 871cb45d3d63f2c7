import { format } from "../../params/format.ts";
import type { Fit, Result } from "./model.ts";
import { schema } from "./schema.ts";

/** Why the fit ended, and what it means. */
export function ending({ status, iterations, solver }: Fit): string {
  const name = schema.solver.options.find(({ value }) => value === solver)?.label ?? solver;
  // Within a sentence only the names of people and of algorithms keep their capitals.
  const method = name === "Gradient descent" || name === "Momentum" ? name.toLowerCase() : name;
  const steps = `${iterations} ${iterations === 1 ? "step" : "steps"} of ${method}`;
  switch (status) {
    case "converged":
    case "precision-limit":
      return `Trained to the end: ${steps}.`;
    case "separable":
      return `The classes can be separated without a mistake, so without a penalty there are no best weights: longer ones always cost less. The fit was ended after ${steps}; only the line means something, not how long the weights are.`;
    case "max-iterations":
      return `Not trained to the end: the most steps are used up, after ${steps}.`;
    case "diverged":
    case "not-finite":
      return `The steps were too long, and the cost exploded after ${steps}: shown are the last weights before.`;
    default:
      return `The fit ended early, after ${steps}: no step lowers the cost any more.`;
  }
}

/** How to read the plane. */
export function sides({ counts }: Fit, threshold: number): string {
  const wrong = counts.falsePositives + counts.falseNegatives;
  const rows =
    wrong === 0
      ? "No row is on its wrong side"
      : wrong === 1
        ? "1 row, ringed, is on its wrong side"
        : `${wrong} rows, ringed, are on their wrong side`;
  return `${rows}${threshold === 0.5 ? "" : "; the dashed line is where p = 0.5"}.`;
}

/** What the picture of the plane says. */
export function planeSummary({ sample, fit, problem }: Result, threshold: number): string {
  if (!sample) return problem ?? "";
  const count = sample.y.length;
  const [first, second] = sample.classes;
  const seconds = sample.y.reduce<number>((sum, label) => sum + label, 0);
  const who = `${count - seconds} rows of ${first} and ${seconds} of ${second} over ${sample.columns.join(" and ")}.`;
  if (!fit) return `${who} ${problem ?? ""}`;
  const { counts } = fit;
  const right = counts.trueNegatives + counts.truePositives;
  return `${who} The line is where the probability of ${second} is ${format(threshold)}; ${right} of ${count} rows are on their right side. ${ending(fit)}`;
}

export function rocSummary({ auc, counts }: Fit, threshold: number): string {
  const { found, wrong } = ratesOf(counts);
  return `The curve encloses an area of ${format(auc)}. At the threshold ${format(threshold)} ${format(100 * found)} % of the second class are found, and ${format(100 * wrong)} % of the first taken for it.`;
}

/** The point of the curve that a threshold stands for. */
export function ratesOf({ trueNegatives, falsePositives, falseNegatives, truePositives }: Fit["counts"]) {
  return {
    found: truePositives / (truePositives + falseNegatives),
    wrong: falsePositives / (falsePositives + trueNegatives),
  };
}

/** What happens to the weights as C grows. */
export function pathSummary({ path }: Result): string {
  if (!path) return "The weights against C are being computed.";
  const [first, last] = [path.points[0], path.points.at(-1)];
  const added = (last?.norm ?? 0) - (path.points.at(-2)?.norm ?? 0);
  const grow = `From C = ${format(first?.C ?? 0)} to ${format(last?.C ?? 0)} the length of the weights goes from ${format(first?.norm ?? 0)} to ${format(last?.norm ?? 0)}.`;
  return path.limit === undefined
    ? `${grow} The classes can be separated, so it grows for ever: the last tenfold of C added ${format(added, 2)}.`
    : `${grow} It comes to rest at ${format(path.limit)}, the best without a penalty.`;
}
