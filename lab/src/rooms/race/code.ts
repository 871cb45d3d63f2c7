import { numbers, program, sourceOf } from "../../app/source.ts";
import { column } from "../../data/csv.ts";
import heightRows from "../../data/height-rows.ts?raw";
import { heights } from "../../data/heights.ts";
import type { Values } from "../../params/schema.ts";
import beale from "../../problems/beale.ts?raw";
import himmelblau from "../../problems/himmelblau.ts?raw";
import { problems, type ProblemName } from "../../problems/index.ts";
import quadratic from "../../problems/quadratic.ts?raw";
import rosenbrock from "../../problems/rosenbrock.ts?raw";
import saddle from "../../problems/saddle.ts?raw";
import valley from "../../problems/valley.ts?raw";
import withProduct from "../../problems/with-product.ts?raw";
import { pointOn } from "../../problems/maps.ts";
import { grounds, isOfData } from "./grounds.ts";
import recordQuestions from "../../recording/questions.ts?raw";
import { averagingFrom } from "./averaging.ts";
import { isRule, METHODS, type MethodName, takesRate } from "./methods.ts";
import { obstacle } from "./obstacle.ts";
import rates from "./rates.ts?raw";
import runs from "./runs.ts?raw";
import sagaRun from "./saga-run.ts?raw";
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
  const { ground, methods, fair, budget, rate } = values;
  const names = methods.filter((name) => !obstacle(name, ground));
  const isSearched = fair === "best" && names.some(takesRate);
  const start = pointOn(grounds[ground], values.start, grounds[ground].start);
  const probe = pointOn(grounds[ground], values.probe, grounds[ground].probe);
  return program(
    imports(values, names),
    isOfData(ground) ? dataGround(ground) : planeGround(ground),
    sourceOf(rates),
    sourceOf(runs),
    ...(names.includes("saga") ? [sourceOf(recordQuestions), sourceOf(sagaRun)] : []),
    `const start = ${numbers(start)};
const budget = ${budget};
console.log("start-value", objective.value(Float64Array.from(start)));
console.log("lowest", floor);
const slope = new Float64Array(2);
objective.gradient(Float64Array.from(${numbers(probe)}), slope);
console.log("slope-a", slope[0]);
console.log("slope-b", slope[1]);`,
    `function show(name: string, { value, steps, gradients }: Run, rate?: number) {
  if (rate !== undefined) console.log(\`\${name}-rate\`, rate);
  console.log(\`\${name}-value\`, value);
  console.log(\`\${name}-steps\`, steps);
  console.log(\`\${name}-gradients\`, gradients);
}`,
    ...names.map((name) => {
      if (!takesRate(name)) return `show("${name}", ${runOf(values, name, "")});`;
      if (!isSearched) return `show("${name}", ${runOf(values, name, String(rate))}, ${rate});`;
      const best = `${METHODS[name].make}Best`;
      return `const ${best} = bestRate(floor, ${name === "saga" || isInBatches(values, name) ? "BATCH_RATES" : "RATES"}, (rate) => ${scoutOf(values, name)});
show("${name}", ${runOf(values, name, best)}, ${best});`;
    }),
  );
}

function imports({ ground, methods }: Settings, names: readonly MethodName[]): string {
  const used = new Set<string>([
    ...names.map((name) => METHODS[name].make),
    ...(names.includes("averaged") ? ["gradientDescent"] : []),
    ...(names.includes("saga") ? ["type UserFiniteSum"] : []),
    ...(isOfData(ground) ? ["lbfgs", "logisticObjective"] : []),
    "miniBatch",
    "minimize",
    "type DatasetObjective",
    "type MinimizeOptions",
    "type MinimizeResult",
    "type UpdateRule",
  ]);
  const optimize = `import {\n${[...used].map((name) => `  ${name},\n`).join("")}} from "logit-wasm/optimize";`;
  return methods.length > 0 && isOfData(ground)
    ? `import { Dataset } from "logit-wasm";\n${optimize}`
    : optimize;
}

function planeGround(name: ProblemName): string {
  const call = name === "quadratic" ? "quadratic(30)" : name;
  return `${sourceOf(SOURCES[name])}

${sourceOf(withProduct)}

const objective = withProduct(${call});
const floor = objective.value(Float64Array.from(${numbers(problems[name].minima[0] ?? [])}));`;
}

function dataGround(loss: "logistic" | "squared"): string {
  const sexes = heights.labels.map(([letter]) => letter).join("");
  return `${sourceOf(heightRows)}

// 1050 people: height in inches, and sex. Irizarry, R package dslabs, Artistic License 2.0.
const heights = ${numbers(column(heights, 0))};
const sexes = [..."${sexes}"];
const dataset = Dataset.from(heightRows(heights), sexes);
const objective = logisticObjective(dataset, { C: Infinity, equilibrate: false${loss === "squared" ? `, loss: "squared"` : ""} });
const floor = minimize(objective, [0, 0], lbfgs(), { tol: 1e-9 }).value;`;
}

function runOf(values: Settings, name: MethodName, rate: string): string {
  const { batch, seed } = values;
  if (name === "saga") return `racedBySaga(budget, objective, start, ${rate}, ${batch}, ${seed})`;
  const method = callOf(values, name, rate);
  return isInBatches(values, name)
    ? `racedInBatches(budget, objective, start, ${method}, ${batch}, ${seed})`
    : `raced(budget, (options) => minimize(objective, start, ${method}, options))`;
}

/** How a rate is tried. */
function scoutOf(values: Settings, name: MethodName): string {
  return runOf(values, name, "rate").replace(/^raced(?=BySaga|InBatches)/, "scouted");
}

function isInBatches({ ground, batches }: Settings, name: MethodName): boolean {
  return isOfData(ground) && batches && isRule(name);
}

function callOf(values: Settings, name: MethodName, rate: string): string {
  const mu = values.momentum;
  const { make } = METHODS[name];
  if (!isRule(name)) return `${make}()`;
  const learningRate = `learningRate: ${rate}`;
  if (name === "momentum") return `${make}({ ${learningRate}, momentum: ${mu} })`;
  if (name === "nesterov") return `${make}({ ${learningRate}, momentum: ${mu}, form: "transformed" })`;
  if (name === "averaged") {
    const perEpoch = isInBatches(values, name) ? Math.ceil(heights.rows / values.batch) : undefined;
    const from = averagingFrom(values.budget, perEpoch);
    return `averaged(gradientDescent({ ${learningRate} }), { from: ${from} })`;
  }
  return `${make}({ ${learningRate} })`;
}
