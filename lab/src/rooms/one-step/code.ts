import { numbers, program, sourceOf } from "../../app/source.ts";
import type { Values } from "../../params/schema.ts";
import beale from "../../problems/beale.ts?raw";
import himmelblau from "../../problems/himmelblau.ts?raw";
import { type ProblemName, problems } from "../../problems/index.ts";
import { maps, pointOn } from "../../problems/maps.ts";
import quadratic from "../../problems/quadratic.ts?raw";
import rosenbrock from "../../problems/rosenbrock.ts?raw";
import saddle from "../../problems/saddle.ts?raw";
import valley from "../../problems/valley.ts?raw";
import type { schema } from "./schema.ts";

type Settings = Values<typeof schema>;

const SOURCES: Readonly<Record<ProblemName, string>> = {
  quadratic,
  valley,
  rosenbrock,
  beale,
  himmelblau,
  saddle,
};

export function code(values: Settings): string {
  const { ground, start, at, steps } = values;
  const { make, options } = methodOf(values);
  const step = Math.min(steps, (at[0] ?? 0) + 1);
  return program(
    `import { ${make}, minimize, readCheckpoint } from "logit-wasm/optimize";`,
    sourceOf(SOURCES[ground]),
    `const objective = ${ground === "quadratic" ? "quadratic(30)" : ground};
const method = ${make}(${options});
const start = ${numbers(pointOn(maps[ground], start, problems[ground].start))};
const run = (maxIter: number) => minimize(objective, start, method, { maxIter, tol: 0 });

// The step that is looked at, or the last one that a run takes which ends before.
const { iterations, status } = run(${steps});
const exploded = status === "diverged" || status === "not-finite";
const number = Math.min(${step}, exploded ? iterations - 1 : iterations);
const before = run(number - 1);
const after = run(number);
const { vectors } = readCheckpoint(after.checkpoint);
console.log("value", before.value);
console.log("next-value", after.value);`,
    `const gradient = new Float64Array(2);
objective.gradient(vectors["nesterov.ahead"] ?? before.x, gradient);
console.log("gradient-a", gradient[0]);
console.log("gradient-b", gradient[1]);
console.log("step-a", after.x[0] - before.x[0]);
console.log("step-b", after.x[1] - before.x[1]);`,
    ratesOf(values),
  );
}

function methodOf(values: Settings): { readonly make: string; readonly options: string } {
  const { rule, rate, momentum, form, epsilon, beta1, beta2, correction, decay, weightDecay } = values;
  const write = (given: Readonly<Record<string, number | string | boolean>>) =>
    `{ ${Object.entries({ learningRate: rate, ...given })
      .map(([name, value]) => `${name}: ${JSON.stringify(value)}`)
      .join(", ")} }`;
  const means = { beta1, beta2, biasCorrection: correction, epsilon };
  switch (rule) {
    case "gradient-descent":
      return { make: "gradientDescent", options: write({}) };
    case "momentum":
      return { make: rule, options: write({ momentum }) };
    case "nesterov":
      return { make: rule, options: write({ momentum, form }) };
    case "adagrad":
      return { make: rule, options: write({ epsilon }) };
    case "rmsprop":
      return { make: rule, options: write({ decay, epsilon }) };
    case "adam":
      return { make: rule, options: write(means) };
    case "adamw":
      return { make: rule, options: write({ ...means, weightDecay }) };
    case "rprop":
      return { make: rule, options: write({ increase: values.increase, decrease: values.decrease }) };
  }
}

/** What each coordinate's effective rate comes of. */
function ratesOf({ rule, rate, epsilon, beta2, correction }: Settings): string {
  switch (rule) {
    case "adagrad":
    case "rmsprop":
      return `const rates = vectors["${rule}.cache"].map((c) => ${rate} / (Math.sqrt(c) + ${epsilon}));
console.log("rate-a", rates[0]);
console.log("rate-b", rates[1]);`;
    case "adam":
    case "adamw": {
      const cache = `const cache = vectors["${rule}.cache"];`;
      if (!correction) {
        return `${cache}
console.log("rate-a", ${rate} / (Math.sqrt(cache[0]) + ${epsilon}));
console.log("rate-b", ${rate} / (Math.sqrt(cache[1]) + ${epsilon}));`;
      }
      return `${cache}
let kept = 1; // β₂ᵗ, by squaring
for (let n = number, square = ${beta2}; n > 0; n = Math.floor(n / 2), square *= square) {
  if (n % 2 === 1) kept *= square;
}
const scale = 1 / Math.sqrt(1 - kept);
console.log("rate-a", ${rate} / (scale * Math.sqrt(cache[0]) + ${epsilon}));
console.log("rate-b", ${rate} / (scale * Math.sqrt(cache[1]) + ${epsilon}));`;
    }
    case "rprop":
      return `const lengths = vectors["rprop.steps"];
console.log("rate-a", lengths[0]);
console.log("rate-b", lengths[1]);`;
    default:
      return `console.log("rate-a", ${rate});
console.log("rate-b", ${rate});`;
  }
}
