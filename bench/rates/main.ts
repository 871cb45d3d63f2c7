/** `npm run rates`: convergence rates, measured beside theoretical, as tables and as one page of charts. */
import { mkdirSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describeMachine } from "../machine.ts";
import { printTable } from "../table.ts";
import * as charts from "./charts.ts";
import { onQuadratic } from "./deterministic.ts";
import { type Measured, measure } from "./measure.ts";
import { onLogistic } from "./methods.ts";
import { breastCancer, ridgeSum } from "./problems.ts";
import { page, type Table } from "./report.ts";
import { adagradSteps, sagaRate, sgdRate } from "./stochastic.ts";
import * as tables from "./tables.ts";

const machine = describeMachine();
console.log(machine);
const printed: Table[] = [];
function print(table: Table): void {
  printTable(table.title, table.head, table.rows);
  printed.push(table);
}

const logistic = breastCancer(1e-4);
const ridge = ridgeSum(256, 4);

print(tables.newtonTable(logistic));
print(tables.gradientDescentTable(logistic));
const quadratics = tables.KAPPAS.map(onQuadratic);
print(tables.accelerationTable(quadratics));
print(tables.superlinearTable(logistic));

const replacement = sgdRate(ridge, "replacement");
const shuffle = sgdRate(ridge, "shuffle");
print(tables.sgdTable(replacement, shuffle));
const saga = sagaRate(ridge);
print(tables.sagaTable(saga));

const entries = onLogistic(logistic);
const runs = new Map<string, Measured>(
  entries.map(({ name, method, maxIter }) => [name, measure(logistic, method, { maxIter, tol: 1e-13 })]),
);
print(tables.stepsTable(entries, runs));

const million = (sampling: "replacement" | "shuffle") =>
  sgdRate(ridge, sampling, { epochs: 4096, seeds: 4 }).gaps.at(-1)!;
print(
  tables.millionTable([
    { name: "ridge, κ = 1.4, with replacement", gap: million("replacement"), least: ridge.least },
    { name: "ridge, κ = 1.4, shuffled", gap: million("shuffle"), least: ridge.least },
    {
      name: `breast cancer, κ = ${(logistic.L / logistic.mu).toFixed(0)}, with replacement`,
      gap: runs.get("sgd c/n, epochs")!.gaps.at(-1)!,
      least: logistic.least,
    },
  ]),
);

const adagrad = adagradSteps();
print(tables.adagradTable(adagrad));
print(tables.costTable());
print(tables.historyTable());

const over = (x: readonly number[], y: readonly number[]) => x.map((at, i) => [at, y[i]] as const);
const power = { x: "updates", y: "F − F*" };
const [drawn, shuffled] = [replacement, shuffle].map(({ updates, gaps }) => over(updates, gaps));
const steps = over(adagrad.at, adagrad.steps);
const acceleration = (["gradientDescent", "momentum", "nesterov"] as const).map((label) => ({
  label,
  points: over(
    tables.KAPPAS,
    quadratics.map((run) => run[label].steps),
  ),
}));
const html = page(
  [
    ...charts.errorCharts(runs),
    charts.batchLossChart(logistic),
    charts.stepSizeChart(logistic),
    charts.batchSizeChart(logistic),
    {
      title: "SGD: 1/n with replacement, 1/n² shuffled",
      note: "Ridge regression, steps c / n with c = 1/μ, the mean of 16 seeds.",
      ...power,
      series: [
        { label: "with replacement", points: drawn },
        { label: "shuffled", points: shuffled },
        charts.guide("1/n", drawn, -1),
        charts.guide("1/n²", shuffled, -2),
      ],
    },
    {
      title: "SAGA: linear",
      note: "Ridge regression, η = 1 / (3L), beside the theory's bound.",
      x: "epochs",
      y: "‖x − x*‖²",
      linearX: true,
      series: [
        {
          label: "measured",
          points: saga.squares.map((e, n) => [n, e] as const).filter(([, e]) => e > 1e-20),
        },
        {
          label: "bound",
          points: [0, 100].map((n) => [n, saga.squares[0] * saga.bound ** n] as const),
          style: "guide",
        },
      ],
    },
    {
      title: "Steps against κ",
      note: "To 1e-6 of the error on quadratics: κ for gradient descent, √κ with momentum.",
      x: "κ",
      y: "steps",
      series: [
        ...acceleration,
        charts.guide("κ", acceleration[0].points, 1),
        charts.guide("√κ", acceleration[1].points, 0.5),
      ],
    },
    {
      title: "AdaGrad's effective step",
      note: "η / (√c + ε) over a long run under noise that doesn't cease: it falls like 1/√n without end.",
      x: "updates",
      y: "step",
      series: [{ label: "measured", points: steps }, charts.guide("1/√n", steps, -0.5)],
    },
  ],
  printed,
  machine,
);
const path = fileURLToPath(new URL("../../build/rates.html", import.meta.url));
mkdirSync(new URL("../../build/", import.meta.url), { recursive: true });
writeFileSync(path, html);
console.log(`\n${path}`);
