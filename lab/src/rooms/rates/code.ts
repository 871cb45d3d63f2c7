import eigenvalues from "../../../../bench/rates/eigenvalues.ts?raw";
import { numbers, program, sourceOf } from "../../app/source.ts";
import type { Values } from "../../params/schema.ts";
import quadratic from "../../problems/quadratic.ts?raw";
import curvature from "./curvature.ts?raw";
import methods from "./methods.ts?raw";
import type { Result } from "./model.ts";
import type { schema } from "./schema.ts";

export function code(values: Values<typeof schema>, result: Result | undefined): string {
  if (!result) return program("// There is no result yet.");
  const { rows } = result;
  const runs = result.runs.map(({ method }) => `"${method}"`).join(", ");
  return program(
    rows ? `import { Dataset, StandardScaler } from "logit-wasm";` : "",
    `${rows ? `import { logisticObjective, minimize } from "logit-wasm/optimize";` : `import { minimize } from "logit-wasm/optimize";`}
${/^import[^;]*;/.exec(methods)?.[0] ?? ""}`,
    rows ? logistic(values, rows) : bowl(values),
    sourceOf(eigenvalues),
    sourceOf(curvature),
    sourceOf(methods),
    rows
      ? `const { x: optimum, value: least } = minimize(objective, start, newton(), { tol: 0 });
const at = curvatures(objective, optimum);
const [mu, top] = [at[0], at[at.length - 1]];
const L = curvatures(objective, start).at(-1)!;
const most = largestTerm(X.data, X.cols, L);`
      : `const least = 0;
const [mu, top] = curvatures(objective, new Float64Array(2));
const [L, most] = [top, top];`,
    `console.log("kappa", top / mu);
console.log("L", top);
console.log("mu", mu);
console.log("everywhere", L);
console.log("least", least);
const methods = methodsFor({ L, mu, most }, ${values.seed});
for (const name of [${runs}] as const) {
  const isPart = name === "saga" || name === "sgd"; // an iteration is an epoch, and f an estimate
  const maxIter = isPart ? ${Math.min(300, values.steps)} : ${values.steps};
  const result = minimize(objective as never, start, methods[name]() as never, { tol: 0, maxIter });
  const value = isPart ? objective.value(result.x) : result.value;
  console.log(\`\${name}-iterations\`, result.iterations);
  console.log(\`\${name}-gap\`, value - least);
}`,
  );
}

function bowl({ condition, start }: Values<typeof schema>): string {
  return `${sourceOf(quadratic)}

const objective = quadratic(${condition});
const start = Float64Array.from(${numbers(start)});`;
}

function logistic({ standardise, C }: Values<typeof schema>, rows: NonNullable<Result["rows"]>): string {
  return `// Row by row: ${rows.names.join(", ")}; and whether a tumour is malignant.
const raw = {
  data: Float64Array.from(${numbers(rows.X)}),
  rows: ${rows.y.length},
  cols: ${rows.cols},
};
const y = ${numbers(rows.y)};
const X = ${standardise ? "new StandardScaler().fitTransform(raw)" : "raw"};
const objective = logisticObjective(Dataset.from(X, y), { C: ${C}, equilibrate: false });
const start = new Float64Array(objective.size);`;
}
