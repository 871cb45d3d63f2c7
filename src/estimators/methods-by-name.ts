import type { Later } from "../later.ts";
import { lazily } from "../lazily.ts";
import type { Composite, Curved, Dual, FiniteSum, Sampled } from "../objectives/objective.ts";
import { dampedNewton } from "../solvers/damped-newton.ts";
import { newtonCholesky } from "../solvers/newton-cholesky.ts";
import type { Solver } from "../solvers/solver.ts";

/** A method that runs on what an estimator minimises: it may ask for anything that rows of data can tell. */
export type Method = Solver<Curved & Dual & FiniteSum & Sampled & Composite>;

// Chunks of their own, loaded where one of them is asked for.
const lbfgs = /* @__PURE__ */ lazily(() => import("../solvers/limited-memory-bfgs.ts"));
const proximalNewton = /* @__PURE__ */ lazily(() => import("../solvers/proximal-newton.ts"));
const proximalLbfgs = /* @__PURE__ */ lazily(() => import("../solvers/proximal-lbfgs.ts"));
const newtonCG = /* @__PURE__ */ lazily(() => import("../solvers/newton-cg.ts"));
const dualNewtonCG = /* @__PURE__ */ lazily(() => import("../solvers/dual-newton-cg.ts"));
const sampledNewton = /* @__PURE__ */ lazily(() => import("../solvers/sampled-newton.ts"));
const rarely = /* @__PURE__ */ lazily(() => import("./rare-methods.ts"));

/** The part of the loss that truncated Newton may leave to its next step; less than a fit stops at. */
const NEGLIGIBLE = 3e-12;

/** Methods that need no arguments, by name. */
const METHODS = {
  lbfgs: async (variables: number): Promise<Method> =>
    (await lbfgs()).limitedMemoryBfgs({ history: historyFor(variables) }),
  "newton-cholesky": (): Method => newtonCholesky(),
  newton: (): Method => dampedNewton("newton"),
  "proximal-newton": async (): Promise<Method> => (await proximalNewton()).proximalNewton(),
  "proximal-lbfgs": async (): Promise<Method> => (await proximalLbfgs()).proximalLbfgs(),
  "newton-cg": async (): Promise<Method> => (await newtonCG()).newtonCG({ negligible: NEGLIGIBLE }),
  "dual-newton-cg": async (): Promise<Method> =>
    (await dualNewtonCG()).dualNewtonCG({ negligible: NEGLIGIBLE }),
  "sampled-newton": async (): Promise<Method> => (await sampledNewton()).sampledNewton(),
  bfgs: async (): Promise<Method> => (await rarely()).bfgs(),
  "gradient-descent": async (): Promise<Method> =>
    (await rarely()).gradientDescent({ firstTrial: "barzilai-borwein" }),
  momentum: async (): Promise<Method> => (await rarely()).momentum(),
  nesterov: async (): Promise<Method> => (await rarely()).nesterov(),
  adagrad: async (): Promise<Method> => (await rarely()).adagrad(),
  rmsprop: async (): Promise<Method> => (await rarely()).rmsprop(),
  rprop: async (): Promise<Method> => (await rarely()).rprop(),
  adam: async (): Promise<Method> => (await rarely()).adam(),
  adamw: async (): Promise<Method> => (await rarely()).adamw(),
  saga: async (): Promise<Method> => (await rarely()).saga(),
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
