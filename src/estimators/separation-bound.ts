import type { RowTarget } from "../data/binary-target.ts";
import { exp } from "../numerics/exp.ts";
import { log } from "../numerics/log.ts";

/**
 * The least total loss that a hyperplane with a row on its wrong side can have, or a softmax for which another class is
 * likelier: a row there costs at least its weight times log 2, or, with an offset, s log(1 + e^−m), with the margin m
 * that the offset alone gives it. Less proves that the classes are separable.
 */
export function separationBound(target: RowTarget, margins?: Float64Array): number {
  let least = Number.POSITIVE_INFINITY;
  for (let i = 0; i < target.length; i++) {
    const weight = Math.abs(target[i]);
    if (weight > 0) least = Math.min(least, weight * (margins ? log(1 + exp(-margins[i])) : Math.LN2));
  }
  return least;
}
