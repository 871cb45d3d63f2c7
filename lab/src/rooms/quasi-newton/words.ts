import { statusWords } from "../../app/status-words.ts";
import { format } from "../../params/format.ts";
import type { Result } from "./model.ts";

/** What became of a run. */
export function tellRun({ status, iterates, evaluations }: Result): string {
  const steps = iterates.length - 1;
  return `${steps} step${steps === 1 ? "" : "s"}, ${evaluations} gradients. ${statusWords(status)}.`;
}

/** What the method knows at an iterate, and what became of the latest pair. */
export function tellIterate({ iterates, pairs }: Result, k: number): string {
  const at = iterates[k];
  if (!at) return "";
  const latest = pairs[k - 1];
  const known =
    at.stored.length === 0
      ? "It has no pairs, so its estimate is the unit matrix, and it goes along −g."
      : `Its estimate is made of ${at.stored.length === 1 ? "one pair" : `${at.stored.length} pairs`}.`;
  const leftOut =
    latest && !latest.isKept
      ? `The latest pair was left out: sᵀy = ${format(latest.sy, 3)} isn’t positive, as the ground curves downwards along the step. With it the estimate would lose its positive curvature, and with that the way down.`
      : "";
  const indefinite =
    at.leastCurvature < 0
      ? "The true Hessian isn’t positive definite here, so its level curve isn’t an ellipse; the estimate’s always is one."
      : "";
  return [known, leftOut, indefinite].filter(Boolean).join(" ");
}

/** Where a pair is by now. */
export function whereabouts({ iterates, pairs }: Result, step: number, k: number): string {
  if (!pairs[step]?.isKept) return "left out";
  return iterates[k]?.stored.includes(step) ? "in memory" : "forgotten";
}
