/** The tables: measured beside theoretical. */
import { duration } from "../table.ts";
import * as cost from "./cost.ts";
import {
  bfgsRatios,
  gradientDescentRate,
  type LinearRate,
  newtonConstants,
  onQuadratic,
} from "./deterministic.ts";
import { exponent, type Measured, stepsTo } from "./measure.ts";
import type { Entry } from "./methods.ts";
import { type Known, type KnownLogistic, nearby, rosenbrock, scaledQuadratic } from "./problems.ts";
import type { Table } from "./report.ts";
import type { adagradSteps, sagaRate, SgdRate } from "./stochastic.ts";

export const KAPPAS = [100, 400, 1600, 6400] as const;
export const EPSILONS = [1e-2, 1e-4, 1e-6, 1e-8, 1e-10, 1e-12] as const;

const short = (value: number) => value.toPrecision(3);
const percent = (part: number) => `${(100 * part).toFixed(2)} %`;

export function newtonTable(logistic: KnownLogistic): Table {
  const of = (name: string, problem: Known) => {
    const { constants } = newtonConstants(problem);
    return [name, constants.map(short).join("  "), "bounded"];
  };
  const { distances } = newtonConstants(scaledQuadratic(1e6));
  return {
    title: "Newton: quadratic, eₙ₊₁ / eₙ² with eₙ = ‖xₙ − x*‖ < 0.5",
    head: ["problem", "measured", "theory"],
    rows: [
      of("Rosenbrock", rosenbrock()),
      of("breast cancer", logistic),
      ["quadratic, κ = 1e6", `${distances.findIndex((e) => e < 1e-9)} step`, "1 step"],
    ],
  };
}

export function gradientDescentTable(logistic: KnownLogistic): Table {
  const row = (name: string, { measured, theory, deviation }: LinearRate) => [
    name,
    short(-Math.log(measured)),
    short(-Math.log(theory)),
    percent(deviation),
  ];
  return {
    title: "Gradient descent at 2 / (L + μ): linear, −ln(rate) beside −ln((κ − 1) / (κ + 1))",
    head: ["problem", "measured", "theory", "off by"],
    rows: [
      ...[10, 100, 1000].map((kappa) =>
        row(`quadratic, κ = ${kappa}`, gradientDescentRate(scaledQuadratic(kappa))),
      ),
      row(
        `breast cancer, κ = ${(logistic.L / logistic.mu).toFixed(0)}`,
        gradientDescentRate(nearby(logistic, 1e-4)),
      ),
    ],
  };
}

export type OnQuadratics = readonly ReturnType<typeof onQuadratic>[];

export function accelerationTable(runs: OnQuadratics): Table {
  const row = (name: keyof OnQuadratics[number], theory: string) => [
    name,
    ...runs.map((run) => String(run[name].steps)),
    exponent(
      KAPPAS,
      runs.map((run) => run[name].steps),
    ).toFixed(3),
    theory,
    percent(Math.max(...runs.map((run) => Math.abs(run[name].deviation)))),
  ];
  return {
    title:
      "Steps to 1e-6 of the error on quadratics, each method at its best step and momentum; exponent of κ",
    head: [
      "method",
      ...KAPPAS.map((kappa) => `κ = ${kappa}`),
      "exponent",
      "theory",
      "−ln(rate) off by at most",
    ],
    rows: [row("gradientDescent", "1"), row("momentum", "0.5"), row("nesterov", "0.5")],
  };
}

export function superlinearTable(logistic: KnownLogistic): Table {
  const row = (name: string, problem: Known) => {
    const found = bfgsRatios(problem);
    const third = Math.ceil(found.length / 3);
    const mean = (values: number[]) =>
      values.reduce((product, ratio) => product * ratio, 1) ** (1 / values.length);
    return [name, ...[0, 1, 2].map((k) => short(mean(found.slice(k * third, (k + 1) * third)))), "→ 0"];
  };
  return {
    title: "BFGS: superlinear, the mean of eₙ₊₁ / eₙ in each third of the run",
    head: ["problem", "first", "second", "last", "theory"],
    rows: [
      row("Rosenbrock", rosenbrock()),
      row("breast cancer", logistic),
      row("quadratic, κ = 1e4", scaledQuadratic(1e4)),
    ],
  };
}

export function sgdTable(replacement: SgdRate, shuffle: SgdRate): Table {
  return {
    title: "SGD on ridge regression, one term at a time, steps c / n with c = 1/μ: F − F*, mean of 16 seeds",
    head: ["updates n", "with replacement", "times n", "shuffled", "times n²"],
    rows: [
      ...replacement.updates.map((n, i) => [
        String(n),
        short(replacement.gaps[i]),
        short(n * replacement.gaps[i]),
        short(shuffle.gaps[i]),
        short(n * n * shuffle.gaps[i]),
      ]),
      [
        "exponent of n",
        replacement.exponent.toFixed(2),
        "theory −1",
        shuffle.exponent.toFixed(2),
        "theory −2",
      ],
    ],
  };
}

export function sagaTable(run: ReturnType<typeof sagaRate>): Table {
  return {
    title: "SAGA on ridge regression: linear, the factor of ‖x − x*‖² an epoch",
    head: ["measured", "at most, by theory"],
    rows: [[short(run.measured), short(run.bound)]],
  };
}

export function stepsTable(entries: readonly Entry[], runs: ReadonlyMap<string, Measured>): Table {
  const theory = (name: string, of: (inverse: number) => number) => [
    name,
    ...EPSILONS.map((epsilon) => of(1 / epsilon).toPrecision(3)),
    "",
  ];
  return {
    title: "Iterations to F − F* ≤ ε on the breast-cancer data, C = 1e-4",
    head: ["method", ...EPSILONS.map((epsilon) => epsilon.toExponential(0)), "grows like"],
    rows: [
      ...entries.map(({ name, growth }) => {
        const { gaps } = runs.get(name)!;
        return [name, ...EPSILONS.map((epsilon) => String(stepsTo(gaps, epsilon) ?? "–")), growth];
      }),
      theory("log₂ log₂ 1/ε", (inverse) => Math.log2(Math.log2(inverse))),
      theory("ln 1/ε", Math.log),
      theory("1/ε", (inverse) => inverse),
    ],
  };
}

/** F − F* relative to F*, after a million updates, beside the spacing of single precision, 2⁻²³. */
export function millionTable(runs: readonly { name: string; gap: number; least: number }[]): Table {
  return {
    title: "A million updates of SGD approach single precision (2⁻²³ = 1.19e-7)?",
    head: ["run", "F − F*", "(F − F*) / F*", "in units of 2⁻²³"],
    rows: [
      ...runs.map(({ name, gap, least }) => [
        name,
        short(gap),
        short(gap / least),
        short((gap / least) * 2 ** 23),
      ]),
      ["the claim: 1/n alone", "", "1.00e-6", short(1e-6 * 2 ** 23)],
    ],
  };
}

export function adagradTable(run: ReturnType<typeof adagradSteps>): Table {
  return {
    title: `AdaGrad's effective step η / √c under lasting noise: exponent ${run.exponent.toFixed(3)}, theory −0.5`,
    head: ["update n", "effective step", "times √n"],
    rows: run.at.map((n, i) => [String(n), short(run.steps[i]), short(run.steps[i] * Math.sqrt(n))]),
  };
}

export function costTable(): Table {
  const { bytes } = cost.hessianMemory();
  const { seconds } = cost.hessianSolve();
  const loops = cost.SIZES.map((size) => cost.twoLoops(size, 10));
  const time = (values: readonly number[]) => values.map((value) => duration(value * 1000));
  // small sizes pay for lower powers as well, so that the last two come closest to the theory
  const exponents = (values: readonly number[]) =>
    [0, -2].map((from) => exponent(cost.SIZES.slice(from), values.slice(from)).toFixed(2));
  return {
    title: "Cost of an iteration as M grows, exponent of M",
    head: ["what", ...cost.SIZES.map((size) => `M = ${size}`), "exponent", "of the last two", "theory"],
    rows: [
      ["Hessian's memory", ...bytes.map((count) => `${count / 1000} kB`), ...exponents(bytes), "2"],
      ["Hessian's solve", ...time(seconds), ...exponents(seconds), "3"],
      ["L-BFGS direction, k = 10", ...time(loops), ...exponents(loops), "1"],
    ],
  };
}

export function historyTable(): Table {
  const loops = cost.HISTORIES.map((history) => cost.twoLoops(800, history));
  return {
    title: "Cost of L-BFGS's direction as its history k grows, M = 800, exponent of k",
    head: ["what", ...cost.HISTORIES.map((history) => `k = ${history}`), "exponent", "theory"],
    rows: [
      [
        "L-BFGS direction",
        ...loops.map((seconds) => duration(seconds * 1000)),
        exponent(cost.HISTORIES, loops).toFixed(2),
        "1",
      ],
    ],
  };
}
