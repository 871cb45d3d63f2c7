import { expect } from "vitest";
import {
  createRuntime,
  LogisticRegression,
  type LogisticRegressionOptions,
  type Runtime,
} from "../../src/index.ts";
import { overlapping, type Sample } from "./data.ts";
import { expectInputError } from "./errors.ts";

/** A fitted model in a runtime of its own, to see that what is refused changes neither. */
export class Fitted {
  readonly sample: Sample;
  readonly runtime: Runtime;
  readonly model: LogisticRegression;

  private constructor(sample: Sample, runtime: Runtime, model: LogisticRegression) {
    this.sample = sample;
    this.runtime = runtime;
    this.model = model;
  }

  static async to(
    sample: Sample = overlapping(40, 2),
    options: LogisticRegressionOptions = {},
  ): Promise<Fitted> {
    const runtime = createRuntime();
    const model = await new LogisticRegression({ runtime, ...options }).fit(sample.X, sample.y);
    return new Fitted(sample, runtime, model);
  }

  /** The call is refused with this message; memory and model are as they were. */
  async refuses(call: () => unknown, argument: string, problem: string): Promise<void> {
    await this.unchanged(() => expectInputError(call, argument, problem));
  }

  async unchanged(action: () => unknown): Promise<void> {
    const before = { ...this.#look(), coef: this.model.coef[0].slice() };
    await action();
    expect(this.#look()).toEqual(before);
  }

  #look() {
    const { coef, intercept, status, nIter, loss } = this.model;
    return { coef: coef[0], intercept: intercept[0], status, nIter, loss, used: this.runtime.memory.used };
  }
}
