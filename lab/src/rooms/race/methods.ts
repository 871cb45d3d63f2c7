/** The racers, in the order of the course. */
export const METHODS = {
  "gradient-descent": { label: "Gradient descent", kind: "rule", make: "gradientDescent" },
  "line-search": { label: "Line search", kind: "solver", make: "gradientDescent" },
  momentum: { label: "Momentum", kind: "rule", make: "momentum" },
  nesterov: { label: "Nesterov", kind: "rule", make: "nesterov" },
  adagrad: { label: "AdaGrad", kind: "rule", make: "adagrad" },
  rmsprop: { label: "RMSProp", kind: "rule", make: "rmsprop" },
  adam: { label: "Adam", kind: "rule", make: "adam" },
  adamw: { label: "AdamW", kind: "rule", make: "adamw" },
  rprop: { label: "Rprop", kind: "rule", make: "rprop" },
  newton: { label: "Newton", kind: "solver", make: "newton" },
  "newton-cg": { label: "Newton-CG", kind: "solver", make: "newtonCG" },
  bfgs: { label: "BFGS", kind: "solver", make: "bfgs" },
  lbfgs: { label: "L-BFGS", kind: "solver", make: "lbfgs" },
  lbfgsb: { label: "L-BFGS-B", kind: "solver", make: "lbfgsb" },
  averaged: { label: "Averaging", kind: "rule", make: "averaged" },
  saga: { label: "SAGA", kind: "stochastic", make: "saga" },
} as const;

export type MethodName = keyof typeof METHODS;

/** Those that take a learning rate, and all rows or mini-batches of them. */
export type RuleName = {
  [K in MethodName]: (typeof METHODS)[K]["kind"] extends "rule" ? K : never;
}[MethodName];

export function isRule(name: MethodName): name is RuleName {
  return METHODS[name].kind === "rule";
}

/** Whether a method takes a learning rate: a rule does, and one that draws rows whether it will or not. */
export function takesRate(name: MethodName): boolean {
  return METHODS[name].kind !== "solver";
}

/**
 * Which of the eight looks each racer has: its own, unless one before it in the list has taken it, and then the first that
 * nobody wants, so that a racer keeps its look while others come and go.
 */
export function looksOf(names: readonly MethodName[]): ReadonlyMap<MethodName, number> {
  const own = (name: MethodName) => Object.keys(METHODS).indexOf(name) % 8;
  const wanted = new Set(names.map(own));
  const free = [0, 1, 2, 3, 4, 5, 6, 7].filter((look) => !wanted.has(look));
  const taken = new Set<number>();
  return new Map(
    names.map((name) => {
      const look = taken.has(own(name)) ? (free.shift() ?? own(name)) : own(name);
      taken.add(look);
      return [name, look];
    }),
  );
}
