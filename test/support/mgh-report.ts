import { readFileSync, writeFileSync } from "node:fs";
import { format } from "prettier";
import { bfgs, lbfgs, lbfgsb, minimize, type MinimizeResult, newtonCG } from "../../src/optimize/index.ts";
import { objectiveOf, type Problem, problems } from "./mgh.ts";

/** Each method by its name here, and the one of SciPy's that it is compared with. */
export const METHODS = {
  lbfgs: "L-BFGS-B",
  bfgs: "BFGS",
  newtonCG: "Newton-CG",
  lbfgsb: "L-BFGS-B",
} as const;
export type Method = keyof typeof METHODS;

export interface ScipyAnswer {
  readonly value: number;
  readonly evaluations: number;
  readonly gradients: number;
}

const REFERENCE = new URL("../reference/scipy_mgh.json", import.meta.url);
const REPORT = new URL("../reference/mgh-evaluations.md", import.meta.url);

/** What SciPy found, by problem and method. */
export function readScipy(): Record<string, Record<string, ScipyAnswer>> {
  return JSON.parse(readFileSync(REFERENCE, "utf8")).problems;
}

export function solve(problem: Problem, method: Method): MinimizeResult {
  const solver = { lbfgs: lbfgs(), bfgs: bfgs(), newtonCG: newtonCG(), lbfgsb: lbfgsb() }[method];
  return minimize(objectiveOf(problem), problem.start, solver as ReturnType<typeof newtonCG>, {
    tol: 1e-7,
    maxIter: 5000,
  });
}

/** What a run costs: SciPy's Newton-CG counts a product, which it makes by differences, as one more gradient. */
export function gradientsOf({ evaluations }: MinimizeResult): number {
  return evaluations.gradient + evaluations.hessianProduct;
}

/** Our counts, as they were frozen: by problem and method. */
export function readFrozen(): Map<string, number> {
  const [header, , ...lines] = readFileSync(REPORT, "utf8")
    .split("\n")
    .filter((line) => line.startsWith("|"));
  const cells = (line: string) => line.split("|").map((cell) => cell.trim());
  const names = cells(header);
  const frozen = new Map<string, number>();
  for (const line of lines) {
    const row = cells(line);
    names.forEach((name, column) => {
      if (name in METHODS) frozen.set(`${row[1].split(" ")[0]} ${name}`, Number(row[column]));
    });
  }
  return frozen;
}

/** The table of our counts beside SciPy's, as Markdown. */
function report(): string {
  const scipy = readScipy();
  const methods = Object.keys(METHODS) as Method[];
  const theirs = [...new Set(Object.values(METHODS))];
  const lines = problems.map((problem) => {
    const ours = methods.map((method) => gradientsOf(solve(problem, method)));
    const others = theirs.map((method) => scipy[problem.number][method].gradients);
    return `| ${problem.number} ${problem.name} (${problem.start.length}) | ${[...ours, ...others].join(" | ")} |`;
  });
  const header = `| problem (n) | ${[...methods, ...theirs.map((name) => `SciPy ${name}`)].join(" | ")} |`;
  const rule = `|---|${[...methods, ...theirs].map(() => "---:|").join("")}`;
  return `# Evaluations on the Moré–Garbow–Hillstrom problems

Gradients to ‖∇F‖ ≤ 1e-7 from the published starts (each with a value); for \`newtonCG\` Hessian products are added, as
SciPy's Newton-CG, which makes its products by differences, counts them as gradients. SciPy ran with gtol = 1e-8
(L-BFGS-B with ftol = 0, Newton-CG with xtol = 1e-10); where it fails is in \`scipy_mgh.json\`.

Written by \`npx tsx test/support/mgh-report.ts\`; \`test/optimize/mgh.test.ts\` sees to it that the counts don't grow.

${[header, rule, ...lines].join("\n")}
`;
}

if (process.argv[1]?.endsWith("mgh-report.ts")) {
  writeFileSync(REPORT, await format(report(), { parser: "markdown" }));
}
