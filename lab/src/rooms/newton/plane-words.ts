import { statusWords } from "../../app/status-words.ts";
import { format } from "../../params/format.ts";
import type { Plane } from "../../problems/planes.ts";
import type { PlanePoint, PlaneResult } from "./plane-model.ts";

/** What became of a run. */
export function tellPlane({ status, points, targetKind, target }: PlaneResult): string {
  const steps = points.length - 1;
  const count = `${steps} step${steps === 1 ? "" : "s"}`;
  const place = target.map((x) => format(x, 4)).join(", ");
  switch (status) {
    case "converged":
    case "precision-limit":
      if (targetKind === "minimum") return `After ${count} it arrived at the minimum at ${place}.`;
      if (targetKind === "level floor") return `After ${count} it arrived at the level floor, at ${place}.`;
      return `After ${count} it arrived at ${place}, a ${targetKind}: whole steps look for any point without slope.`;
    case "singular":
      return steps === 0
        ? "It can’t start: the Hessian has no inverse, so the local quadratic has no single lowest point."
        : `After ${count} it stopped, far out: there the Hessian has no inverse in 64-bit numbers.`;
    default:
      return `${count}. ${statusWords(status)}.`;
  }
}

/** What happens on the way from one iterate to the next. */
export function planeStep(at: PlanePoint, next: PlanePoint | undefined, { x, y }: Plane): string {
  if (!next) return "";
  const curvature =
    at.least < 0
      ? at.largest > 0
        ? "The Hessian is indefinite here: the local quadratic is a saddle."
        : "All curvature is negative here: the local quadratic is a hill."
      : "";
  const isSingular = Math.abs(at.least) <= 1e-9 * Math.abs(at.largest);
  const ridge =
    at.ridge > 0
      ? `A ridge of ${format(at.ridge, 3)} is added to the Hessian’s diagonal, so that ${isSingular ? "it has an inverse" : "the step leads downhill"}.`
      : at.least < 0
        ? "The whole step leads to the middle of it, whether up or down."
        : "";
  const length = at.stepSize === 1 ? "" : `The line search takes ${format(at.stepSize, 3)} of the step.`;
  const [a, b] = next.x;
  const away =
    a < x[0] || a > x[1] || b < y[0] || b > y[1]
      ? `It leads out of the picture, to ${format(a, 3)}, ${format(b, 3)}.`
      : "";
  return [curvature, ridge, length, away].filter(Boolean).join(" ");
}
