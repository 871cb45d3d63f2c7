import { type GroundName, isOfData } from "./grounds.ts";
import type { MethodName } from "./methods.ts";

/** Why a method can't run over a ground, as what it does or needs; undefined where it can. */
export function obstacle(method: MethodName, ground: GroundName): string | undefined {
  if (method === "newton" && ground === "squared") {
    return "needs the matrix of second derivatives, which the package doesn’t offer for this cost";
  }
  if (method === "saga" && !isOfData(ground)) {
    return "draws rows of data, and this function is no sum over rows";
  }
  return undefined;
}
