import { numbers, program, sourceOf } from "../../app/source.ts";
import { planeData } from "../../data/plane.ts";
import type { Values } from "../../params/schema.ts";
import planeLogistic from "../../problems/plane-logistic.ts?raw";
import recordUpdates from "../../recording/updates.ts?raw";
import drawn from "./drawn.ts?raw";
import { nearestSample, samples } from "./samples.ts";
import { lengthOf, scheduleCode } from "./schedules.ts";
import type { schema } from "./schema.ts";
import { START } from "./start.ts";

export function code(settings: Values<typeof schema>): string {
  const { data, shown, batch, epochs, seed, seeds, reading } = settings;
  const { rows, labels } = planeData(data);
  const length = lengthOf(settings, rows.length);
  const { perEpoch, updates } = length;
  const at = samples(updates);
  const update = at[nearestSample(at, reading[0] ?? 0, perEpoch)] ?? 0;
  const schedules = scheduleCode(settings, length);
  return program(
    `import { Dataset, StandardScaler } from "logit-wasm";
import {
  constant,
  cosineDecay,
  exponentialDecay,
  gradientDescent,
  inverseTimeDecay,
  logisticObjective,
  miniBatch,
  minimize,
  newton,
  type Schedule,
  stepDecay,
  type UpdateRule,
  warmup,
} from "logit-wasm/optimize";`,
    `const rows = [${rows.map((row) => numbers(row)).join(", ")}];
const labels = ${numbers(labels)};`,
    sourceOf(planeLogistic),
    sourceOf(recordUpdates),
    shown.includes("drawn") ? sourceOf(drawn) : "",
    `const schedules: Record<string, Schedule> = {
${shown.map((name) => `  ${name}: ${schedules[name]},`).join("\n")}
};`,
    `const { cost } = planeLogistic(rows, labels);
const best = minimize(cost, [0, 0], newton(), { tol: 1e-10 });

function run(learningRate: Schedule, seed: number): number[] {
  const path: number[] = ${numbers(START)};
  const rule = recordUpdates(gradientDescent({ learningRate }), path);
  minimize(cost, ${numbers(START)}, miniBatch(rule, { batchSize: ${batch}, epochs: ${epochs}, seed }));
  return path;
}

function misses(x: number[]) {
  const [a, b] = [x[0] - best.x[0], x[1] - best.x[1]];
  return { distance: Math.sqrt(a * a + b * b), excess: cost.value(x) - best.value };
}

console.log("updates", ${updates});
console.log("least", best.value);
for (const [name, schedule] of Object.entries(schedules)) {
  const rate = (step: number) => schedule(step, Math.floor(step / ${perEpoch}));
  const path = run(schedule, ${seed});
  const here = misses(path.slice(${2 * update}, ${2 * update + 2}));
  console.log(\`rate-\${name}\`, rate(${Math.min(update, updates - 1)}));
  console.log(\`distance-\${name}\`, here.distance);
  console.log(\`excess-\${name}\`, here.excess);

  const ends = [misses(path.slice(-2))];
  for (let k = 1; k < ${seeds}; k++) ends.push(misses(run(schedule, ${seed} + k).slice(-2)));
  const sum = (numbers: number[]) => numbers.reduce((total, number) => total + number, 0);
  console.log(\`sum-\${name}\`, sum(Array.from({ length: ${updates} }, (_, step) => rate(step))));
  console.log(\`end-distance-\${name}\`, ends[0].distance);
  console.log(\`rms-distance-\${name}\`, Math.sqrt(sum(ends.map(({ distance }) => distance * distance)) / ends.length));
  console.log(\`end-excess-\${name}\`, ends[0].excess);
  console.log(\`mean-excess-\${name}\`, sum(ends.map(({ excess }) => excess)) / ends.length);
}`,
  );
}
