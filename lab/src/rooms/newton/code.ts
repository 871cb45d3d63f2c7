import { numbers, program, sourceOf } from "../../app/source.ts";
import type { Values } from "../../params/schema.ts";
import { planeCode } from "../../problems/plane-code.ts";
import { planes, startWithin } from "../../problems/planes.ts";
import costModel from "./cost-model.ts?raw";
import cubic from "./functions/cubic.ts?raw";
import hyperbola from "./functions/hyperbola.ts?raw";
import quartic from "./functions/quartic.ts?raw";
import wells from "./functions/wells.ts?raw";
import { type Damping, MOST_STEPS, TOLERANCE } from "./methods.ts";
import type { schema } from "./schema.ts";

const LINES = { cubic, hyperbola, quartic, wells };

/** The method in code, and what is imported for it. */
const METHODS: Readonly<Record<Damping, { readonly code: string; readonly imports: readonly string[] }>> = {
  off: { code: "newton({ lineSearch: false })", imports: [] },
  backtracking: { code: "newton({ lineSearch: backtracking() })", imports: ["backtracking"] },
  wolfe: { code: "newton({ lineSearch: strongWolfe() })", imports: ["strongWolfe"] },
};

export function code(values: Values<typeof schema>): string {
  switch (values.view) {
    case "line":
      return lineCode(values);
    case "plane":
      return planeProgram(values);
    case "cost":
      return costCode(values);
  }
}

function lineCode({ fn, x0, damping, step }: Values<typeof schema>): string {
  const method = METHODS[damping];
  return program(
    importOf(["findRoot", "minimize", "newton", ...method.imports]),
    sourceOf(LINES[fn]),
    run(fn, `[${x0}]`, method.code),
    `const at = path[Math.min(${step}, path.length - 1)];
const x = at.x![0];
console.log("x", x);`,
    `// One step of Newton's method for a zero of f′: where its tangent crosses zero.
const slopeAt = (x: number) => {
  const into = new Float64Array(1);
  ${fn}.gradient(Float64Array.of(x), into);
  return into[0];
};
const curvatureAt = (x: number) => {
  const into = new Float64Array(1);
  ${fn}.hessian(Float64Array.of(x), into);
  return into[0];
};
console.log("slope", slopeAt(x));
console.log("curvature", curvatureAt(x));
const crossing = findRoot(slopeAt, curvatureAt, x, { maxIter: 1, tol: 0 }).trace[1];
if (crossing) console.log("crossing", crossing.x);`,
  );
}

function planeProgram({ problem, start, damping, step }: Values<typeof schema>): string {
  const method = METHODS[damping];
  const { imports, source, expression } = planeCode(problem);
  return program(
    importOf(["minimize", "newton", ...method.imports, ...imports]),
    source,
    run(expression, numbers(startWithin(planes[problem], start)), method.code),
    `const k = Math.min(${step}, path.length - 1);
const [x1, x2] = path[k].x!;
console.log("x1", x1);
console.log("x2", x2);
console.log("norm", path[k].gradientNorm);${
      damping === "off" ? "" : `\nconsole.log("ridge", path[k + 1]?.ridge ?? 0);`
    }`,
  );
}

function costCode({ variables, rows, memory }: Values<typeof schema>): string {
  return program(
    sourceOf(costModel.replace(/export interface CostResult [^}]*}\n/, "")),
    `for (const [name, count] of Object.entries(costs(${variables}, ${rows}, ${memory}))) console.log(name, count);`,
  );
}

function importOf(names: readonly string[]): string {
  return `import { ${names.toSorted().join(", ")} } from "logit-wasm/optimize";`;
}

function run(objective: string, start: string, method: string): string {
  return `const { status, value, trace } = minimize(${objective}, ${start}, ${method}, {
  tol: ${TOLERANCE},
  maxIter: ${MOST_STEPS},
  recordPath: true,
});
const path = trace.filter((row) => Number.isFinite(row.value) && row.x!.every(Number.isFinite));
console.log("status", status);
console.log("iterations", path.length - 1);
console.log("value", value);`;
}
