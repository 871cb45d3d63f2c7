import type { Later } from "../later.ts";
import type { Composite, Curved, FiniteSum, Sampled } from "../objectives/objective.ts";
import { bfgs } from "../solvers/bfgs.ts";
import { gradientDescent } from "../solvers/gradient-descent.ts";
import { lbfgs } from "../solvers/lbfgs.ts";
import { newton } from "../solvers/newton.ts";
import { newtonCholesky } from "../solvers/newton-cholesky.ts";
import { adagrad } from "../solvers/rules/adagrad.ts";
import { adam } from "../solvers/rules/adam.ts";
import { adamw } from "../solvers/rules/adamw.ts";
import { momentum } from "../solvers/rules/momentum.ts";
import { nesterov } from "../solvers/rules/nesterov.ts";
import { rmsprop } from "../solvers/rules/rmsprop.ts";
import { rprop } from "../solvers/rules/rprop.ts";
import { sampledNewton } from "../solvers/sampled-newton.ts";
import type { Solver } from "../solvers/solver.ts";

/** A method that runs on what an estimator minimises: it may ask for anything that rows of data can tell. */
export type Method = Solver<Curved & FiniteSum & Sampled & Composite>;

/** Methods that need no arguments, by name. What few fits want is a chunk of its own, loaded where it is asked for. */
const METHODS = {
  lbfgs: (variables: number): Method => lbfgs({ history: historyFor(variables) }),
  "newton-cholesky": (): Method => newtonCholesky(),
  newton: (): Method => newton(),
  "proximal-newton": async (): Promise<Method> =>
    (await import("../solvers/proximal-newton.ts")).proximalNewton(),
  "newton-cg": async (): Promise<Method> => (await import("../solvers/newton-cg.ts")).newtonCG(),
  "sampled-newton": (): Method => sampledNewton(),
  bfgs: (): Method => bfgs(),
  "gradient-descent": (): Method => gradientDescent({ firstTrial: "barzilai-borwein" }),
  momentum: (): Method => momentum(),
  nesterov: (): Method => nesterov(),
  adagrad: (): Method => adagrad(),
  rmsprop: (): Method => rmsprop(),
  rprop: (): Method => rprop(),
  adam: (): Method => adam(),
  adamw: (): Method => adamw(),
  saga: async (): Promise<Method> => (await import("../solvers/saga.ts")).saga(),
};

/** The name of a method that needs no arguments. */
export type MethodName = keyof typeof METHODS;

/** What else a solver may be, for messages. */
export const METHOD_AS_VALUE = "a method as a value, such as miniBatch(adam(), { epochs: 20 })";

export const methodNames: readonly MethodName[] = Object.keys(METHODS) as MethodName[];

/** The method given, or the one of that name with its defaults, for a problem of so many variables. */
export function methodOf(asked: MethodName | Method, variables: number): Later<Method> {
  return typeof asked === "object" ? asked : METHODS[asked](variables);
}

/**
 * How many curvature pairs: as many as help, up to 32 MiB of them. On ill-conditioned data 100 pairs instead of
 * 10 save three passes of four (raw breast cancer, C = 1000: 138 against 515) and cost next to nothing beside a pass.
 */
function historyFor(variables: number): number {
  return Math.max(10, Math.min(100, Math.floor(2 ** 21 / variables)));
}
