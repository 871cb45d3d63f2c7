import { statusWords } from "../../app/status-words.ts";
import { format } from "../../params/format.ts";
import type { LinePoint, LineResult } from "./line-model.ts";
import { sub } from "./words.ts";

/** What became of a run. */
export function tellLine({ status, points, target }: LineResult): string {
  const steps = points.length - 1;
  const last = points.at(-1);
  const count = `${steps} step${steps === 1 ? "" : "s"}`;
  switch (status) {
    case "converged":
    case "precision-limit":
      if (target.kind === "maximum") {
        return `After ${count} it arrived at ${format(target.x, 6)}, which is a maximum: whole steps look for any point without slope.`;
      }
      return `After ${count} it arrived at the minimum, ${format(target.x, 6)}.`;
    case "diverged":
    case "not-finite": {
      const far = points.slice(1, 4).map(({ x }, i) => `x${sub(i + 1)} = ${format(x, 3)}`);
      return `It diverged: ${far.join(", ")}, each farther out than the one before.`;
    }
    case "singular":
      return `It stopped at x = ${format(last?.x ?? 0)}: f″ is 0 there, so the tangent of f′ is level and never crosses zero.`;
    case "max-iterations": {
      const returns = points.findIndex(({ x }) => Math.abs(x - (last?.x ?? 0)) < 1e-9);
      return returns >= 0 && returns < steps - 1
        ? `After ${count} it still jumps to and fro, between ${format(points[steps - 1]?.x ?? 0)} and ${format(last?.x ?? 0)}.`
        : `It was still under way after ${count}.`;
    }
    default:
      return `${count}. ${statusWords(status)}.`;
  }
}

/** What happens on the way from one iterate to the next. */
export function stepStory(at: LinePoint, next: LinePoint | undefined): string {
  if (!next) return "";
  const parts: string[] = [];
  if (at.ridge > 1e-6 * Math.abs(at.curvature)) {
    parts.push(
      at.curvature < 0
        ? `The curvature is negative, so the model has a top instead of a bottom: a ridge of ${format(at.ridge, 3)} is added to f″, and the step goes downhill.`
        : `A ridge of ${format(at.ridge, 3)}, which the last step left, is added to f″.`,
    );
  } else if (at.curvature < 0) {
    parts.push("The curvature is negative, so the whole step goes to the top of the model, uphill.");
  } else if (at.ridge > 0) {
    parts.push(
      `f″ is 0, so a ridge of ${format(at.ridge, 3)} stands in for it, and the search finds how far to go.`,
    );
  }
  if (at.stepSize < 1 && at.ridge < 1e-6) {
    if (at.curvature > 0)
      parts.push(`The whole step is too long: only ${format(at.stepSize, 3)} of it is taken.`);
  } else if (at.stepSize !== 1) parts.push(`${format(at.stepSize, 3)} times the step is taken.`);
  return parts.join(" ");
}
