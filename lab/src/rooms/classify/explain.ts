import { format } from "../../params/format.ts";
import { isNumber } from "./csv-cells.ts";
import type { Counts, Fit, Result } from "./model.ts";
import { PATH_STEPS } from "./penalty.ts";
import { schema } from "./schema.ts";

const METHODS_IN_SENTENCES: Readonly<Record<string, string>> = {
  "Gradient descent": "gradient descent",
  Momentum: "momentum",
  "Proximal Newton": "proximal Newton",
};

/** Why the fit ended, and what it means. */
export function ending({ status, iterations, solver, counts }: Fit): string {
  const name = schema.solver.options.find(({ value }) => value === solver)?.label ?? solver;
  // Within a sentence only the names of people and of algorithms keep their capitals.
  const method = METHODS_IN_SENTENCES[name] ?? name;
  const steps = `${iterations} ${iterations === 1 ? "step" : "steps"} of ${method}`;
  switch (status) {
    case "converged":
    case "precision-limit":
      return `Trained to the end: ${steps}.`;
    case "separable":
      return `The classes can be separated without a mistake, so without a penalty there are no best weights: longer ones always cost less. The fit was ended after ${steps}; only the ${counts.length > 2 ? "lines mean" : "line means"} something, not how long the weights are.`;
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
  const wrong = total(counts) - rightOf(counts);
  const rows =
    wrong === 0
      ? "No row is on its wrong side"
      : wrong === 1
        ? "1 row, ringed, is on its wrong side"
        : `${wrong} rows, ringed, are on their wrong side`;
  return `${rows}${threshold === 0.5 || counts.length > 2 ? "" : "; the dashed line is where p = 0.5"}.`;
}

/** What the picture of the plane says. */
export function planeSummary({ sample, fit, problem }: Result, threshold: number): string {
  if (!sample) return problem ?? "";
  const { y, classes, columns } = sample;
  const sizes = classes.map((name, k) => `${y.filter((label) => label === k).length} of ${inSentence(name)}`);
  const who = `${y.length} rows, ${enumerate(sizes)}, over ${enumerate(columns)}.`;
  if (!fit) return `${who} ${problem ?? ""}`;
  const line =
    classes.length === 2
      ? `The line is where the probability of ${inSentence(classes[1] ?? "")} is ${format(threshold)}`
      : "The lines part the places by which class is likeliest there";
  return `${who} ${line}; ${rightOf(fit.counts)} of ${y.length} rows are on their right side. ${ending(fit)}`;
}

export function rocSummary({ curves, counts }: Fit, classes: readonly string[], threshold: number): string {
  const [curve] = curves;
  if (curves.length > 1) {
    const areas = curves.map(({ of, auc }) => `${format(auc)} for ${inSentence(classes[of] ?? "")}`);
    return `Each class against the rest: the curves enclose areas of ${enumerate(areas)}.`;
  }
  const { found, wrong } = ratesOf(counts);
  return `The curve encloses an area of ${format(curve?.auc ?? 0)}. At the threshold ${format(threshold)} ${format(100 * found)} % of the second class are found, and ${format(100 * wrong)} % of the first taken for it.`;
}

/** The point of the curve of two classes that a threshold stands for. */
export function ratesOf(counts: Counts) {
  const [[right = 0, taken = 0] = [], [missed = 0, hit = 0] = []] = counts;
  return { found: hit / (hit + missed), wrong: taken / (taken + right) };
}

/** How many rows are taken for what they are. */
function rightOf(counts: Counts): number {
  return counts.reduce((sum, row, k) => sum + (row[k] ?? 0), 0);
}

function total(counts: Counts): number {
  return counts.flat().reduce((sum, n) => sum + n, 0);
}

/** A class's name among other words; one that is a number is quoted, or it would be read as a figure. */
export function inSentence(name: string): string {
  return isNumber(name) ? `“${name}”` : name;
}

/** "a", "a and b", "a, b and c". */
export function enumerate(words: readonly string[]): string {
  return words.length < 2 ? words.join() : `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;
}

/** What happens to the weights as C grows. */
export function pathSummary({ path }: Result): string {
  if (!path) return "The weights against C are being computed.";
  const [first, last] = [path.points[0], path.points.at(-1)];
  const added = (last?.norm ?? 0) - (path.points.at(-2)?.norm ?? 0);
  if (!first) return `Proximal Newton needs more than ${PATH_STEPS} steps a fit: there is no curve.`;
  const grow = `From C = ${format(first.C)} to ${format(last?.C ?? 0)} the length of the weights goes from ${format(first.norm)} to ${format(last?.norm ?? 0)}.`;
  if (path.isCut) {
    return `${grow} There the curve ends: beyond, proximal Newton needs more than ${PATH_STEPS} steps a fit.`;
  }
  return path.limit === undefined
    ? `${grow} The classes can be separated, so it grows for ever: the last tenfold of C added ${format(added, 2)}.`
    : `${grow} It comes to rest at ${format(path.limit)}, the best without a penalty.`;
}
