import { InputError } from "../errors.ts";
import type { FiniteSum } from "../objectives/objective.ts";
import { boolean, checkOptions, describe, oneOf, wholeNumber } from "../options.ts";
import { drawWithReplacement, Random, shuffle } from "./random.ts";
import { Iterate, later, type Solver } from "./solver.ts";
import type { UpdateRule } from "./update-rule.ts";

export interface MiniBatchOptions {
  /** How many terms a batch has; `"full"`, or as many as there are, is all of them, in their order. Default 32. */
  batchSize?: number | "full";
  /** How often the run goes through the terms: the limit of iterations where `maxIter` isn't lower. */
  epochs?: number;
  /**
   * `"shuffle"`: every epoch takes each term once, in a new random order. `"sequential"`: in the order that they have.
   * `"replacement"`: every batch is drawn from all terms, so that an epoch may take one twice and leave one out.
   * Default `"shuffle"`.
   */
  sampling?: "shuffle" | "sequential" | "replacement";
  /** Decides the random orders: a whole number of at least 0. Default 0. */
  seed?: number;
  /** Whether the last batch of an epoch is left out where it would be shorter than the others. Default false. */
  dropLast?: boolean;
}

/** A rule on mini-batches. */
export interface MiniBatch extends Solver<FiniteSum> {
  /** The same, with another rule. */
  withRule(change: (rule: UpdateRule) => UpdateRule): MiniBatch;
}

/**
 * Mini-batches of a finite sum (Robbins & Monro 1951; Bottou, Curtis & Nocedal 2018): the rule takes the gradient of a
 * few terms, an unbiased estimate of that of F, for the gradient.
 *
 * An iteration is an epoch, ⌈terms / batchSize⌉ updates. The value of its iterate is the mean of its mini-batches'
 * losses, each taken just before the update by that batch and weighted by its size: no other pass is made. So it is an
 * estimate, of F on the way and not at x, and F's gradient isn't known: `tol` doesn't end such a run. Only F at the
 * start is evaluated. The batches' losses themselves are the trace's `batchLosses`. A rule that looks ahead has its
 * losses, like its gradients, from where it looks.
 *
 * The checkpoint holds the random state between two epochs, and a run that goes on from it keeps to it: the seed is
 * for new runs.
 *
 * ```ts
 * minimize(objective, x0, miniBatch(adam(), { batchSize: 64, epochs: 20, seed: 1 }));
 * ```
 */
export function miniBatch(rule: UpdateRule, options: MiniBatchOptions = {}): MiniBatch {
  checkRule("miniBatch.rule", rule);
  checkOptions("miniBatch", options, ["batchSize", "epochs", "sampling", "seed", "dropLast"]);
  const { batchSize = 32, epochs, sampling = "shuffle", seed = 0, dropLast = false } = options;
  checkBatchSize("miniBatch.batchSize", batchSize);
  if (epochs !== undefined) wholeNumber("miniBatch.epochs", epochs, 0);
  oneOf("miniBatch.sampling", sampling, ["shuffle", "sequential", "replacement"]);
  wholeNumber("miniBatch.seed", seed, 0);
  boolean("miniBatch.dropLast", dropLast);

  return {
    name: `mini-batch-${rule.name}`,
    needs: ["terms"],
    ...(epochs !== undefined && { maxIter: epochs }),
    withRule: (change) => miniBatch(change(rule), options),

    *run(objective, state) {
      const { terms } = objective;
      const size = sizeOfBlocks(batchSize, terms);
      const count = dropLast ? Math.floor(terms / size) : Math.ceil(terms / size);
      const used = Math.min(count * size, terms);
      const inOrder = sampling === "sequential" || (sampling === "shuffle" && size === terms);
      const order = inOrder ? undefined : new Uint32Array(terms);
      const batch = { order, from: 0, to: 0 };

      const x = state.vector("x");
      const gradient = state.vector("gradient");
      const losses = state.vector("batch-losses", count).values;
      const random = new Random(state.scalars, seed);
      const at = state.scalars;
      at.step ??= 0;
      at.epoch ??= 0;
      at.stepSize ??= 0;
      at.value ??= yield* later(objective.valueAndGradient(x, gradient));

      for (;;) {
        const batchLosses = at.epoch > 0 && { batchLosses: losses };
        yield new Iterate(x, at.value, undefined, { stepSize: at.stepSize, descends: false, ...batchLosses });
        if (order) {
          if (sampling === "replacement") drawWithReplacement(order, terms, random);
          else shuffle(order, random);
          random.save();
        }

        let mean = 0;
        for (let b = 0; b < count; b++) {
          batch.from = b * size;
          batch.to = Math.min(batch.from + size, terms);
          const point = rule.lookAhead?.(x, state, at.step, at.epoch) ?? x;
          const loss = (yield objective.batch(point, batch, gradient)) as number;
          losses[b] = loss;
          mean += ((batch.to - batch.from) / used) * loss;
          if (!Number.isFinite(mean)) {
            losses.fill(Number.NaN, b + 1); // the driver goes back to the epoch's start
            break;
          }
          const nextEpoch = b === count - 1 ? at.epoch + 1 : at.epoch;
          at.stepSize = rule.update(x, gradient, state, at.step, at.epoch, nextEpoch);
          at.step += 1;
        }
        at.epoch += 1;
        at.value = x.arena.kernels.firstNonFiniteF64(x.length, x.pointer) < 0 ? mean : Number.NaN;
      }
    },
  };
}

/** How many terms a block has; only the last may have fewer. */
export function sizeOfBlocks(batchSize: number | "full", terms: number): number {
  wholeNumber("objective.terms", terms, 1);
  return batchSize === "full" ? terms : Math.min(batchSize, terms);
}

export function checkBatchSize(argument: string, batchSize: unknown): void {
  if (batchSize === "full" || (Number.isSafeInteger(batchSize) && (batchSize as number) >= 1)) return;
  throw new InputError(argument, `${describe(batchSize)}; expected a whole number of at least 1 or "full"`);
}

export function checkRule(argument: string, rule: unknown): void {
  const { name, update } = (rule ?? {}) as Partial<UpdateRule>;
  if (typeof name === "string" && typeof update === "function") return;
  const found = typeof name === "string" ? `the method ${describe(name)}` : describe(rule);
  throw new InputError(argument, `${found}; expected an update rule such as adam()`);
}
