import { numbers, sourceOf } from "../app/source.ts";
import { heightSample } from "../data/height-sample.ts";
import beale from "./beale.ts?raw";
import himmelblau from "./himmelblau.ts?raw";
import type { PlaneName } from "./planes.ts";
import quadratic from "./quadratic.ts?raw";
import rosenbrock from "./rosenbrock.ts?raw";
import saddle from "./saddle.ts?raw";
import trough from "./trough.ts?raw";
import valley from "./valley.ts?raw";

/** A function of two variables in copied code. */
export interface PlaneCode {
  /** What is imported from "logit-wasm/optimize" for it. */
  readonly imports: readonly string[];
  readonly source: string;
  /** What makes the objective. */
  readonly expression: string;
}

const SOURCES = { beale, himmelblau, quadratic, rosenbrock, saddle, trough, valley };

export function planeCode(name: PlaneName): PlaneCode {
  if (name === "logistic") return logisticCode();
  const expression = name === "quadratic" ? "quadratic(30)" : name;
  return { imports: [], source: sourceOf(SOURCES[name]), expression };
}

function logisticCode(): PlaneCode {
  return {
    imports: ["logisticObjective"],
    source: `import { Dataset } from "logit-wasm";

const heights = ${numbers(heightSample.heights)};
const sexes = ${JSON.stringify(heightSample.sexes)};
const dataset = Dataset.from(heights.map((height) => [height]), sexes);`,
    expression: "logisticObjective(dataset, { C: 1 })",
  };
}
