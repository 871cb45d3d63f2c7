import { numbers, program, sourceOf } from "../../app/source.ts";
import { heightsAlone } from "../../data/one-column.ts";
import beale from "../../problems/beale.ts?raw";
import himmelblau from "../../problems/himmelblau.ts?raw";
import logisticCost from "../../problems/logistic-cost.ts?raw";
import quadratic from "../../problems/quadratic.ts?raw";
import rosenbrock from "../../problems/rosenbrock.ts?raw";
import saddle from "../../problems/saddle.ts?raw";
import valley from "../../problems/valley.ts?raw";
import { EXACT } from "./methods.ts";
import { startOf } from "./scenes.ts";
import type { SearchValues } from "./schema.ts";
import trials from "./trials.ts?raw";

const SOURCES = { beale, himmelblau, quadratic, rosenbrock, saddle, valley };

export function code(values: SearchValues): string {
  const { method, iterate, steps } = values;
  return program(
    imports(values),
    ...objective(values),
    sourceOf(trials),
    `const { asked, ...watched } = recorded(objective);
const marks: number[] = [];
const { trace, value, evaluations } = minimize(watched, ${numbers(startOf(values))}, ${methodCode(values)}, {
  maxIter: ${steps},
  tol: 1e-6,
  recordPath: true,
  onIteration: () => void marks.push(asked.length),
});
console.log("${method}-steps", trace.length - 1);
console.log("${method}-values", evaluations.value);
console.log("${method}-gradients", evaluations.gradient);
console.log("value", value);`,
    `// The search from one iterate.
const k = Math.min(${iterate}, trace.length - 2);
if (k >= 0) {
  const [x, next, before] = [trace[k].x!, trace[k + 1].x!, trace[k - 1]?.x];
  const t = trace[k + 1].stepSize!;
  const g = new Float64Array(2);
  objective.gradient(x, g);
  const p = ${method === "lbfgs" ? "[(next[0] - x[0]) / t, (next[1] - x[1]) / t]" : "[-g[0], -g[1]]"};
  const tried = trialsOn(asked.slice(marks[k], marks[k + 1]), x, p);
  console.log("from", objective.value(x));
  console.log("slope", g[0] * p[0] + g[1] * p[1]);
  console.log("taken", t);
  if (before) console.log("cosine", cosine([x[0] - before[0], x[1] - before[1]], p));
  console.log("trials", tried.length);
  for (const [i, trial] of tried.entries()) {
    console.log(\`t-\${i + 1}\`, trial.t);
    console.log(\`value-\${i + 1}\`, trial.value);
  }
}`,
  );
}

function imports({ method, problem }: SearchValues): string {
  const isLogistic = problem === "heights";
  const names = {
    backtracking: ["backtracking", "gradientDescent"],
    exact: ["gradientDescent", "strongWolfe"],
    lbfgs: ["lbfgs"],
  }[method];
  const used = [...names, "minimize", ...(isLogistic ? ["logisticObjective"] : [])].toSorted();
  const data = isLogistic ? `import { Dataset, StandardScaler } from "logit-wasm";\n` : "";
  return `${data}import { ${used.join(", ")} } from "logit-wasm/optimize";`;
}

function objective({ problem, condition }: SearchValues): readonly string[] {
  if (problem === "quadratic") return [sourceOf(quadratic), `const objective = quadratic(${condition});`];
  if (problem !== "heights") return [sourceOf(SOURCES[problem]), `const objective = ${problem};`];
  const { numbers: column, classes } = heightsAlone();
  return [
    sourceOf(logisticCost),
    `/** Heights in inches, and 1 for male. */
const column = ${numbers(column)};
const classes = ${numbers(classes)};
const objective = logisticCost(column, classes, true);`,
  ];
}

function methodCode({ method, alpha, beta, first }: SearchValues): string {
  const { sufficientDecrease, curvature, maxTrials } = EXACT;
  return {
    backtracking: `gradientDescent({ lineSearch: backtracking({ alpha: ${alpha}, beta: ${beta}, initialStep: ${first} }) })`,
    exact: `gradientDescent({ lineSearch: strongWolfe({ sufficientDecrease: ${sufficientDecrease}, curvature: ${curvature}, maxTrials: ${maxTrials} }) })`,
    lbfgs: "lbfgs()",
  }[method];
}
