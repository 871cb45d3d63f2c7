/** The racers, in the order of the course. */
export const METHODS = {
  "gradient-descent": {
    label: "Gradient descent",
    isRule: true,
    make: "gradientDescent",
  },
  "line-search": { label: "Line search", isRule: false, make: "gradientDescent" },
  momentum: { label: "Momentum", isRule: true, make: "momentum" },
  nesterov: { label: "Nesterov", isRule: true, make: "nesterov" },
  adagrad: { label: "AdaGrad", isRule: true, make: "adagrad" },
  rmsprop: { label: "RMSProp", isRule: true, make: "rmsprop" },
  adam: { label: "Adam", isRule: true, make: "adam" },
  adamw: { label: "AdamW", isRule: true, make: "adamw" },
  rprop: { label: "Rprop", isRule: true, make: "rprop" },
  newton: { label: "Newton", isRule: false, make: "newton" },
  "newton-cg": { label: "Newton-CG", isRule: false, make: "newtonCG" },
  bfgs: { label: "BFGS", isRule: false, make: "bfgs" },
  lbfgs: { label: "L-BFGS", isRule: false, make: "lbfgs" },
  lbfgsb: { label: "L-BFGS-B", isRule: false, make: "lbfgsb" },
} as const;

export type MethodName = keyof typeof METHODS;

/** Those that take a learning rate, and mini-batches. */
export type RuleName = {
  [K in MethodName]: (typeof METHODS)[K]["isRule"] extends true ? K : never;
}[MethodName];

export function isRule(name: MethodName): name is RuleName {
  return METHODS[name].isRule;
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
