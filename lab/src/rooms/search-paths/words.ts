import { format } from "../../params/format.ts";
import { nameOf } from "./names.ts";
import type { Result, Run } from "./model.ts";
import type { MethodName } from "./schema.ts";
import type { JudgedTrial, Search } from "./search.ts";

/** How a run ended. */
export function ending({ status, excess }: Run): string {
  switch (status) {
    case "converged":
      return (excess.at(-1) ?? 0) > 1e-3 ? "gradient near 0" : "arrived";
    case "precision-limit":
      return "as low as 64-bit numbers allow";
    case "max-iterations":
      return "not yet";
    case "line-search-failed":
      return "no length lowers it enough";
    case "diverged":
    case "not-finite":
      return "left for infinity";
    default:
      return "ended early";
  }
}

/** Why a length was taken or not. */
export function judgement({ fate, slope }: JudgedTrial, method: MethodName): string {
  if (fate === "above") return "too high";
  if (fate === "too-steep") return slope < 0 ? "still falling" : "rising again";
  return method === "exact" ? "taken, level" : "taken";
}

/** The angle between two steps, in degrees. */
export function angleOf(cosine: number): string {
  return `${((Math.acos(Math.min(1, Math.max(-1, cosine))) * 180) / Math.PI).toFixed(2)}°`;
}

/** What the search does. */
export function story({ search, method }: Result, isNear: boolean): string {
  if (!search) return "The start is where the run ends: there is nothing to search.";
  const { trials, taken, near } = search;
  const away = isNear ? trials.filter(({ t }) => t > near.end) : [];
  const tried = `${trials.length} length${trials.length === 1 ? "" : "s"} tried`;
  const why = {
    backtracking: "the first whose value lies on or below the α line",
    exact: "where the slope along the ray is zero but for a billionth",
    lbfgs: "low enough, and with the slope small enough",
  }[method];
  return `From iterate ${search.iterate}: ${tried}, ${format(taken, 3)} taken, ${why}.${turn(search)}${farther(away)}`;
}

function farther(away: readonly JudgedTrial[]): string {
  if (away.length === 0) return "";
  const [verb, longest] = [away.length === 1 ? "lies" : "lie", Math.max(...away.map(({ t }) => t))];
  return ` ${away.length} of them ${verb} farther out than the picture, ${away.length === 1 ? "at" : "up to"} ${format(longest, 3)}.`;
}

function turn({ cosine }: Search): string {
  return cosine === undefined ? "" : ` It turns by ${angleOf(cosine)} from the step before.`;
}

/** How far a run came, and at what price. */
export function price(run: Run): string {
  return `${nameOf(run.method)}: ${run.path.length - 1} steps, ${run.valueCalls} values, ${run.gradientCalls} gradients, ${ending(run)}.`;
}
