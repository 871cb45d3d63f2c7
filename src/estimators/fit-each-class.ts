import { rowWeights } from "../data/class-target.ts";
import type { Offset } from "../data/offset.ts";
import type { FitData } from "./fit-logistic.ts";
import type { Fit } from "./fit-objective.ts";
import type { FitProgress } from "./fit-report.ts";
import { fitTwoClasses } from "./fit-two-classes.ts";
import type { FitOptions, ResolvedOptions } from "./logistic-options.ts";

/**
 * Each class against the rest, in fits one after the other on the same rows. The report is of all: sums of losses and
 * passes, the largest gradient norm and number of steps, the traces behind one another, and the first status that is no
 * success.
 */
export async function fitEachClass(
  data: FitData,
  options: ResolvedOptions,
  fitOptions: FitOptions,
  start: number,
): Promise<Fit> {
  const { classes, codes } = data.classCodes;
  const weights = rowWeights(data.classCodes, data.sampleWeight, options.classWeight);
  const { initial } = fitOptions;
  let isStopped = false;
  const onIteration = (progress: FitProgress) => {
    const answer = isStopped ? "stop" : options.onIteration(progress);
    isStopped ||= answer === "stop";
    return answer;
  };
  const fits: Fit[] = [];
  for (let k = 0; k < classes.length; k++) {
    const target = weights.map((weight, i) => (codes[i] === k ? weight : -weight));
    const from = initial && {
      initial: { classes, coef: [initial.coef[k]], intercept: initial.intercept.subarray(k, k + 1) },
    };
    const own = { ...options, onIteration };
    const ofClass = { ...data, offset: data.offset && columnOf(data.offset, k) };
    fits.push(await fitTwoClasses(ofClass, target, own, { ...fitOptions, ...from }, start));
  }
  const failed = fits.find(({ status }) => status !== "converged" && status !== "precision-limit");
  const [first] = fits;
  return {
    coef: fits.map(({ coef }) => coef[0]),
    intercept: Float64Array.from(fits, ({ intercept }) => intercept[0]),
    solver: first.solver,
    solverReason: first.solverReason,
    status: (failed ?? fits.find(({ status }) => status === "precision-limit") ?? first).status,
    nIter: Math.max(...fits.map(({ nIter }) => nIter)),
    maxIter: (failed ?? first).maxIter,
    loss: fits.reduce((sum, { loss }) => sum + loss, 0),
    gradientNorm: Math.max(...fits.map(({ gradientNorm }) => gradientNorm)),
    passes: fits.reduce((sum, { passes }) => sum + passes, 0),
    trace: fits.flatMap(({ trace }) => trace),
  };
}

/** That of one class. */
function columnOf({ values, width }: Offset, k: number): Offset {
  const column = new Float64Array(values.length / width);
  for (let i = 0; i < column.length; i++) column[i] = values[i * width + k];
  return { values: column, width: 1 };
}
