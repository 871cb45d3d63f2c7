import { type DatasetObjective, minimize, saga } from "logit-wasm/optimize";
import { recordQuestions } from "../../recording/questions.ts";
import { byEpochs, byUpdates, type Run } from "./runs.ts";

/** SAGA until its budget is used up: to fill its table is one gradient, and an update on a tenth of the rows a tenth of one. */
export function racedBySaga(
  budget: number,
  objective: DatasetObjective,
  start: readonly number[],
  learningRate: number,
  batchSize: number,
  seed: number,
): Run {
  const asked: number[] = [];
  const method = saga({ learningRate, batchSize, epochs: budget - 1, seed, exactGradient: false });
  const { x, status } = minimize(recordQuestions(objective, asked), start, method);
  // Each block is asked at the start, for the table, and then one before each update.
  const blocks = Math.ceil(objective.terms / batchSize);
  const path: (readonly number[])[] = [];
  for (let k = 2 * blocks; k < asked.length; k += 2) path.push(asked.slice(k, k + 2));
  const isGivenUp = status === "diverged" || status === "not-finite"; // x is from before then
  return byUpdates(isGivenUp ? path : [...path, [...x]], objective, batchSize, status);
}

/** The same, of which only the points at whole epochs are kept. */
export function scoutedBySaga(
  budget: number,
  objective: DatasetObjective,
  start: readonly number[],
  learningRate: number,
  batchSize: number,
  seed: number,
): Run {
  const method = saga({ learningRate, batchSize, epochs: budget - 1, seed, exactGradient: false });
  return byEpochs(minimize(objective, start, method, { recordPath: true }), objective);
}
