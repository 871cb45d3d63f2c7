import {
  type DatasetObjective,
  type MinimizeOptions,
  type MinimizeResult,
  miniBatch,
  minimize,
  type UpdateRule,
} from "logit-wasm/optimize";

/** A run as far as its budget of gradients goes: the start's is the first of them. */
export interface Run {
  /** Every point, and how many gradients had been asked for when it was reached. */
  readonly path: readonly (readonly number[])[];
  readonly at: readonly number[];
  /** The cost at those points where it is known to all. */
  readonly costs: readonly { readonly at: number; readonly value: number }[];
  /** The last cost. */
  readonly value: number;
  readonly steps: number;
  readonly gradients: number;
  /** What else was asked: values beside those that came with gradients, Hessians, and their products with vectors. */
  readonly extra: { readonly values: number; readonly hessians: number; readonly products: number };
  readonly status: MinimizeResult["status"];
}

/** Runs a method until its gradients are used up: a step that needs more of them than are left isn't taken. */
export function raced(budget: number, start: (options: MinimizeOptions) => MinimizeResult): Run {
  const { trace, status } = start({ maxIter: budget, tol: 1e-6, recordPath: true });
  const rows = trace.filter(
    ({ evaluations, value }) => evaluations.gradient <= budget && Number.isFinite(value),
  );
  const isCut = rows.length < trace.filter(({ value }) => Number.isFinite(value)).length;
  const last = rows.at(-1);
  const asked = last?.evaluations ?? { value: 0, gradient: 0, hessian: 0, hessianProduct: 0 };
  return {
    path: rows.map(({ x }) => [...(x ?? [])]),
    at: rows.map(({ evaluations }) => evaluations.gradient),
    costs: rows.map(({ evaluations, value }) => ({ at: evaluations.gradient, value })),
    value: last?.value ?? Number.NaN,
    steps: last?.iteration ?? 0,
    gradients: asked.gradient,
    extra: {
      values: Math.max(0, asked.value - asked.gradient),
      hessians: asked.hessian,
      products: asked.hessianProduct,
    },
    status: isCut ? "max-iterations" : status,
  };
}

/** The same on mini-batches: one of a tenth of the rows counts as a tenth of a gradient, and every update is a step. */
export function racedInBatches(
  budget: number,
  objective: DatasetObjective,
  start: readonly number[],
  rule: UpdateRule,
  batchSize: number,
  seed: number,
): Run {
  const path: (readonly number[])[] = [[...start]];
  const recorded: UpdateRule = {
    ...rule,
    update(x, ...rest) {
      const rate = rule.update(x, ...rest);
      path.push([...x.values]);
      return rate;
    },
  };
  const method = miniBatch(recorded, { batchSize, epochs: budget - 1, seed });
  const { status } = minimize(objective, start, method);
  return byUpdates(path, objective, batchSize, status);
}

/** The same, of which only the points at whole epochs are kept: a learning rate can be judged by them, in far less time. */
export function scoutedInBatches(
  budget: number,
  objective: DatasetObjective,
  start: readonly number[],
  rule: UpdateRule,
  batchSize: number,
  seed: number,
): Run {
  const method = miniBatch(rule, { batchSize, epochs: budget - 1, seed });
  return byEpochs(minimize(objective, start, method, { recordPath: true }), objective);
}

/** A run of which each epoch's point is known. */
export function byEpochs({ trace, status }: MinimizeResult, objective: DatasetObjective): Run {
  const path = trace.map(({ x }) => [...(x ?? [])]);
  return byUpdates(path, objective, objective.terms, status);
}

/** A run of which each update's point is known. */
export function byUpdates(
  path: readonly (readonly number[])[],
  objective: DatasetObjective,
  batchSize: number,
  status: Run["status"],
): Run {
  const perEpoch = Math.ceil(objective.terms / batchSize);
  const at = path.map((_, i) => 1 + i / perEpoch);
  const costs: { at: number; value: number }[] = [];
  for (let i = 0; i < path.length; i += perEpoch) {
    const value = objective.value(path[i] ?? []);
    if (Number.isFinite(value)) costs.push({ at: at[i] ?? 0, value });
  }
  return {
    path,
    at,
    costs,
    value: costs.at(-1)?.value ?? Number.NaN,
    steps: path.length - 1,
    gradients: at.at(-1) ?? 0,
    extra: { values: 0, hessians: 0, products: 0 },
    status,
  };
}

/** How many gradients a run had asked for when it came within a millionth of the descent to `floor`, and stayed there. */
export function arrival({ costs }: Run, floor: number): number {
  const near = floor + 1e-6 * ((costs[0]?.value ?? 0) - floor);
  const late = costs.findLastIndex(({ value }) => !(value <= near));
  return costs[late + 1]?.at ?? Infinity;
}

/** Negative where run a is better than b: it arrived with fewer gradients, or, if neither arrived, it ended lower. */
export function compareRuns(a: Run, b: Run, floor: number): number {
  const [first, second] = [arrival(a, floor), arrival(b, floor)];
  return first === second ? a.value - b.value : first - second;
}

/** The highest cost in the last tenth of a run: a low end that comes of a lucky swing is no use. */
function settled({ costs, gradients }: Run): number {
  return Math.max(...costs.filter(({ at }) => at >= 0.9 * gradients).map(({ value }) => value));
}

/** The learning rate of several that arrives first or, where none arrives, settles lowest; the lower one of two alike. */
export function bestRate(floor: number, rates: readonly number[], run: (rate: number) => Run): number {
  return rates
    .map((rate) => ({ rate, run: run(rate) }))
    .reduce((best, other) => {
      const [first, second] = [arrival(best.run, floor), arrival(other.run, floor)];
      const isBetter = first === second ? settled(other.run) < settled(best.run) : second < first;
      return isBetter ? other : best;
    }).rate;
}
