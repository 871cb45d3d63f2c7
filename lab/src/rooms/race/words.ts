import { format } from "../../params/format.ts";
import { METHODS } from "./methods.ts";
import type { Racer } from "./model.ts";
import type { Run } from "./runs.ts";

/** How a race ended for one racer, in plain words. */
export function ending({ method, run, obstacle, arrival, isInBatches }: Racer): string {
  if (!run) return `Doesn’t start: it ${obstacle}.`;
  if (run.status === "diverged" || run.status === "not-finite") {
    return `Exploded: each step overshot by more than the last, until it was given up after ${count(run.steps, "step")}.`;
  }
  if (Number.isFinite(arrival)) {
    return `Arrived: within a millionth of the way down after ${count(Math.ceil(arrival), "gradient")}.`;
  }
  switch (run.status) {
    case "converged":
      return `Came to rest where the ground is level, but not at the lowest point.`;
    case "precision-limit":
      return `Stopped where rounding hides any further descent.`;
    case "line-search-failed":
      return `Stopped: along its direction no step led down.`;
    case "gradient-mismatch":
      return `Stopped where the cost no longer follows its gradient.`;
    default:
      if (method === "saga" && isInBatches) return `Not at rest yet when the budget was used up.`;
      if (method === "averaged" && isInBatches) {
        return `Not at rest yet: the mean calms the noise of its batches, but slowly.`;
      }
      return isInBatches && !isFalling(run)
        ? `Still wandering: the noise of its batches kept it from rest.`
        : `Still on its way when the budget was used up.`;
  }
}

/** Whether the second half of a run led down all the way: noise isn't what it has to fight yet. */
function isFalling({ costs }: Run): boolean {
  const late = costs.slice(costs.length >> 1);
  return late.every(({ value }, i) => i === 0 || value < (late[i - 1]?.value ?? 0));
}

export function count(n: number, what: string): string {
  return `${n.toLocaleString("en")} ${what}${n === 1 ? "" : "s"}`;
}

/** What a run asked for beside gradients. */
export function extras({ extra }: Run): string {
  return [
    extra.values > 0 && `+ ${count(extra.values, "value")}`,
    extra.hessians > 0 && `+ ${count(extra.hessians, "Hessian")}`,
    extra.products > 0 && `+ ${count(extra.products, "Hessian product")}`,
  ]
    .filter(Boolean)
    .join(" ");
}

/** Why a run asked for more gradients than one a step, beside the start's; nothing where it didn't. */
export function surcharge({ method, run }: Racer): string {
  if (method !== "averaged" || !run || run.gradients <= run.steps + 1) return "";
  return "Each step asks for two gradients: one where its rule is, to go on with, and one at the mean, which is judged by it.";
}

/** The race in a few sentences. */
export function retell(racers: readonly Racer[], budget: number): string {
  const told = racers.map((racer) => {
    const value = racer.run ? ` at cost ${format(racer.run.value, 3)}` : "";
    return `${METHODS[racer.method].label}${value}. ${ending(racer)}`;
  });
  return `With ${count(budget, "gradient")} each, best first: ${told.join(" ")}`;
}
