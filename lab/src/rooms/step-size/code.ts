import { numbers, program, sourceOf } from "../../app/source.ts";
import type { Values } from "../../params/schema.ts";
import quadratic from "../../problems/quadratic.ts?raw";
import type { schema } from "./schema.ts";

export function code({ rate, condition, steps, start }: Values<typeof schema>): string {
  return program(
    `import { gradientDescent, minimize } from "logit-wasm/optimize";`,
    sourceOf(quadratic),
    `const { value, status, iterations } = minimize(
  quadratic(${condition}),
  ${numbers(start)},
  gradientDescent({ learningRate: ${rate} }),
  { maxIter: ${steps}, tol: 1e-9 },
);
console.log("status", status);
console.log("iterations", iterations);
console.log("value", value);`,
  );
}
