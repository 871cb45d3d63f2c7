import { numbers, program, sourceOf } from "../../app/source.ts";
import type { Values } from "../../params/schema.ts";
import { planeCode } from "../../problems/plane-code.ts";
import { planes, startWithin } from "../../problems/planes.ts";
import estimate from "./estimate.ts?raw";
import { MOST_STEPS, TOLERANCE } from "./methods.ts";
import type { schema } from "./schema.ts";

export function code({
  problem,
  start,
  method,
  memory,
  search,
  scaled,
  step,
}: Values<typeof schema>): string {
  const { imports, source, expression } = planeCode(problem);
  const lineSearch = search === "wolfe" ? "strongWolfe" : "backtracking";
  const names = ["type Checkpoint", "minimize", "readCheckpoint", method, lineSearch, ...imports];
  const history = method === "lbfgs" ? `history: ${memory}, ` : "";
  const count = method === "lbfgs" ? "pairs.count" : "inverse-hessian.pairs";
  return program(
    `import { ${names.toSorted().join(", ")} } from "logit-wasm/optimize";`,
    source,
    sourceOf(estimate),
    `const objective = ${expression};
const start = ${numbers(startWithin(planes[problem], start))};
const method = ${method}({ ${history}lineSearch: ${lineSearch}(), initialScaling: ${scaled} });`,
    `const whole = minimize(objective, start, method, { tol: ${TOLERANCE}, maxIter: ${MOST_STEPS} });
console.log("status", whole.status);
console.log("iterations", whole.iterations);
console.log("gradients", whole.evaluations.gradient);
console.log("value", whole.value);`,
    `const { x, checkpoint } = minimize(objective, start, method, { tol: ${TOLERANCE}, maxIter: ${step} });
console.log("x1", x[0]);
console.log("x2", x[1]);
console.log("stored", readCheckpoint(checkpoint).scalars["${count}"]);`,
    `// B = H⁻¹, what the method takes the Hessian for.
const [haa, hab, , hbb] = estimateAt(objective, method, checkpoint);
const determinant = haa * hbb - hab * hab;
console.log("b11", hbb / determinant);
console.log("b12", (0 - hab) / determinant);
console.log("b22", haa / determinant);`,
  );
}
