import { Dataset, LogisticRegression } from "logit-wasm";
import { type DatasetObjective, logisticObjective } from "logit-wasm/optimize";
import type { Values } from "../../params/schema.ts";
import type { Both } from "./costs.ts";
import type { schema } from "./schema.ts";

/** The cost of one example at a score. */
export interface At {
  readonly z: number;
  readonly p: number;
  readonly cost: Both<number>;
  /** The slope of each cost against z. */
  readonly slope: Both<number>;
}

export interface Example {
  readonly here: At;
  /** For y = 0 and for y = 1, the same with a grid of scores. */
  readonly curves: readonly (readonly At[])[];
}

const PLAIN = { C: Infinity, equilibrate: false, fitIntercept: false } as const;

/** Half a grid step apart from −8 to 8. */
const SCORES = Array.from({ length: 129 }, (_, i) => -8 + i / 8);

/** One row of each class with the single input 1: a model's only coefficient is then the score z itself. */
export function exampleOf({ label, score }: Values<typeof schema>): Example {
  using dataset = Dataset.from([[1], [1]], [0, 1]);
  using cross = logisticObjective(dataset, PLAIN);
  using squared = logisticObjective(dataset, { ...PLAIN, loss: "squared" });
  const probability = (z: number) =>
    LogisticRegression.fromJSON({ version: 1, classes: [0, 1], coef: [[z]], intercept: [0] }).probability([
      1,
    ]);
  const at = (z: number, y: number): At => {
    const both = (of: (objective: DatasetObjective) => number) => ({
      cross: of(cross),
      squared: of(squared),
    });
    const row = Uint32Array.of(y);
    return {
      z,
      p: probability(z),
      cost: both((objective) => objective.value([z], row)),
      slope: both((objective) => {
        const slope = new Float64Array(1);
        objective.gradient([z], slope, row);
        return slope[0] ?? 0;
      }),
    };
  };
  return {
    here: at(score, label === "one" ? 1 : 0),
    curves: [0, 1].map((y) => SCORES.map((z) => at(z, y))),
  };
}
