import eigenvalues from "../../../../bench/rates/eigenvalues.ts?raw";
import { numbers, program, sourceOf } from "../../app/source.ts";
import type { Values } from "../../params/schema.ts";
import quadratic from "../../problems/quadratic.ts?raw";
import curvature from "./curvature.ts?raw";
import methods from "./methods.ts?raw";
import type { Result } from "./model.ts";
import nineDigits from "./nine-digits.ts?raw";
import type { schema } from "./schema.ts";
import speed from "./speed.ts?raw";
import theory from "./theory.ts?raw";

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
    `type MethodName = keyof ReturnType<typeof methodsFor>;`,
    sourceOf(nineDigits),
    sourceOf(speed),
    sourceOf(theory),
    rows
      ? `const { x: optimum, value: least } = minimize(objective, start, newton(), { tol: 0 });
const at = curvatures(objective, optimum);
const [mu, top] = [at[0], at[at.length - 1]];
const L = curvatures(objective, start).at(-1)!;
const most = largestTerm(X.data, X.cols, L);
const floor = 32 * Number.EPSILON * least; // below it errors are rounding
const terms = y.length;`
      : `const least = 0;
const [mu, top] = curvatures(objective, new Float64Array(2));
const [L, most] = [top, top];
const floor = Math.max(1e-300, 1e-16 * objective.value(start));
const terms = 1;`,
    `console.log("kappa", top / mu);
console.log("L", top);
console.log("mu", mu);
console.log("everywhere", L);
console.log("least", least);
const methods = methodsFor({ L, mu, most }, ${values.seed});
for (const name of [${runs}] as const) {
  const isPart = name === "saga" || name === "sgd"; // an iteration is an epoch, and f an estimate
  const maxIter = isPart ? ${Math.min(300, values.steps)} : ${values.steps};
  const options = { tol: 0, maxIter, recordPath: isPart };
  const { iterations, trace } = minimize(objective as never, start, methods[name]() as never, options);
  const gaps = trace.map(({ x, value }) => (isPart && x ? objective.value(x) : value) - least);
  const end = gaps.findIndex((gap) => !Number.isFinite(gap));
  const errors = end < 0 ? gaps : gaps.slice(0, end);
  const speed = speedOf(errors, floor, isPart);
  const expected = theoryOf(name, { L, mu, most, kappa: top / mu, terms });
  const measured = "factor" in speed ? speed.factor : "power" in speed ? speed.power : "order" in speed ? speed.order : undefined;
  console.log(\`\${name}-iterations\`, iterations);
  console.log(\`\${name}-gap\`, errors.at(-1));
  console.log(\`\${name}-speed\`, measured ?? speed.kind);
  console.log(\`\${name}-theory\`, expected.factor ?? expected.kind);
  console.log(\`\${name}-to-millionth\`, stepsTo(errors, 1e-6 * (errors[0] ?? 0)) ?? "not reached");
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
