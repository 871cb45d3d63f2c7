import { numbers, program, sourceOf } from "../../app/source.ts";
import { heightsAlone, radiiAlone } from "../../data/one-column.ts";
import curvature from "../../problems/curvature.ts?raw";
import logisticCost from "../../problems/logistic-cost.ts?raw";
import quadratic from "../../problems/quadratic.ts?raw";
import { sceneName, startOf } from "./scenes.ts";
import type { StepSizeValues } from "./schema.ts";

export function code(values: StepSizeValues): string {
  const { rate, steps, condition } = values;
  return program(
    ...(sceneName(values) === "bowl" ? bowl(condition) : logistic(values)),
    sourceOf(curvature),
    `const hessian = new Float64Array(4);
cost.hessian(minimum, hessian);
const { largest, least, safe, best, limit } = curvatureOf(hessian);`,
    `const rate = ${rate};
const { value, status, iterations } = minimize(
  cost,
  ${numbers(startOf(values))},
  gradientDescent({ learningRate: rate }),
  { maxIter: ${steps}, tol: 1e-9 },
);`,
    `console.log(status);
console.log("iterations", iterations);
console.log("value", value);
console.log("least", cost.value(minimum));
console.log("L", largest);
console.log("mu", least);
console.log("condition", largest / least);
console.log("safe", safe);
console.log("best", best);
console.log("limit", limit);
console.log("steep", 1 - rate * largest);
console.log("flat", 1 - rate * least);`,
    sceneName(values) !== "bowl"
      ? `cost.hessian(new Float64Array(2), hessian); // where σ′ is 1 / 4 for all examples
console.log("highest", curvatureOf(hessian).largest);`
      : "",
  );
}

function bowl(condition: number): readonly string[] {
  return [
    `import { gradientDescent, minimize } from "logit-wasm/optimize";`,
    sourceOf(quadratic),
    `const cost = quadratic(${condition});
const minimum = new Float64Array(2);`,
  ];
}

function logistic({ cost, columns }: StepSizeValues): readonly string[] {
  const { numbers: column, classes } = cost === "heights" ? heightsAlone() : radiiAlone();
  const [what, yes] =
    cost === "heights" ? ["Heights in inches", "male"] : ["Mean radii of nuclei", "malignant"];
  return [
    `import { Dataset, StandardScaler } from "logit-wasm";
import { gradientDescent, logisticObjective, minimize, newton } from "logit-wasm/optimize";`,
    sourceOf(logisticCost),
    `/** ${what}, and 1 for ${yes}. */
const column = ${numbers(column)};
const classes = ${numbers(classes)};`,
    `const cost = logisticCost(column, classes, ${columns === "standardised"});
const { x: minimum } = minimize(cost, new Float64Array(2), newton(), { tol: 1e-12 });`,
  ];
}
