import type { Matrix, RowsInput } from "../data/rows.ts";
import { InputError, NotFittedError } from "../errors.ts";
import { boolean, checkOptions } from "../options.ts";
import { checkWidth, type NamedMatrix, readRows } from "./rows.ts";

export interface StandardScalerOptions {
  /** Whether to subtract each column's mean. Default true. */
  withMean?: boolean;
  /** Whether to divide by each column's standard deviation. Default true. */
  withStd?: boolean;
}

interface Scale {
  readonly names: readonly string[] | undefined;
  readonly mean: Float64Array;
  readonly scale: Float64Array;
}

/**
 * (x − mean) / sd of each column, with the population standard deviation; a constant column is divided by 1. The
 * estimators of this package don't need it: they scale by themselves. It is there for what a penalty or a
 * coefficient shall mean.
 */
export class StandardScaler {
  readonly #withMean: boolean;
  readonly #withStd: boolean;
  #scale: Scale | undefined;

  /** @throws {@link InputError} for an unknown option or a value out of range */
  constructor(options: StandardScalerOptions = {}) {
    checkOptions("options", options, ["withMean", "withStd"]);
    const { withMean = true, withStd = true } = options;
    boolean("options.withMean", withMean);
    boolean("options.withStd", withStd);
    this.#withMean = withMean;
    this.#withStd = withStd;
  }

  /** Learns the means and deviations of the columns. */
  fit(X: RowsInput): this {
    this.#learn(readRows(X));
    return this;
  }

  transform(X: RowsInput): Matrix {
    const { names, mean, scale } = this.#fitted;
    const rows = readRows(X, names);
    checkWidth(rows, mean.length);
    return mapped(rows, (value, j) => (value - mean[j]) / scale[j]);
  }

  fitTransform(X: RowsInput): Matrix {
    const rows = readRows(X);
    const { mean, scale } = this.#learn(rows);
    return mapped(rows, (value, j) => (value - mean[j]) / scale[j]);
  }

  /** The rows that `transform` made these of. */
  inverseTransform(X: RowsInput): Matrix {
    const { names, mean, scale } = this.#fitted;
    const rows = readRows(X, names);
    checkWidth(rows, mean.length);
    return mapped(rows, (value, j) => value * scale[j] + mean[j]);
  }

  /** What is subtracted from each column: 0 without `withMean`. */
  get mean(): Float64Array {
    return this.#fitted.mean;
  }

  /** What each column is divided by: 1 without `withStd`, and for constant columns. */
  get scale(): Float64Array {
    return this.#fitted.scale;
  }

  /** The names of the columns, where the rows of the fit had them. */
  get featureNames(): readonly string[] | undefined {
    return this.#fitted.names;
  }

  get #fitted(): Scale {
    if (!this.#scale) throw new NotFittedError("this StandardScaler is not fitted yet; call fit first");
    return this.#scale;
  }

  #learn(rows: NamedMatrix): Scale {
    const columns = Array.from({ length: rows.cols }, (_, j) => moments(rows, j));
    this.#scale = {
      names: rows.names,
      mean: Float64Array.from(columns, ({ mean }) => (this.#withMean ? mean : 0)),
      scale: Float64Array.from(columns, ({ deviation }) => (this.#withStd && deviation > 0 ? deviation : 1)),
    };
    return this.#scale;
  }
}

/** In two passes; what rounding left of the mean is made good in the second. */
function moments({ data, rows, cols }: Matrix, column: number): { mean: number; deviation: number } {
  const first = data[column];
  let isConstant = true;
  let sum = 0;
  for (let i = column; i < data.length; i += cols) {
    sum += data[i] / rows;
    isConstant &&= data[i] === first;
  }
  if (isConstant) return { mean: first, deviation: 0 };
  let deviation = 0;
  let squares = 0;
  for (let i = column; i < data.length; i += cols) {
    const d = data[i] - sum;
    deviation += d / rows;
    squares += (d / rows) * d;
  }
  const variance = squares - deviation * deviation;
  if (!Number.isFinite(variance)) {
    throw new InputError("X", `column ${column} is too large; expected values whose squares f64 can hold`);
  }
  return { mean: sum + deviation, deviation: Math.sqrt(Math.max(0, variance)) };
}

function mapped({ data, rows, cols }: Matrix, f: (value: number, column: number) => number): Matrix {
  return { data: data.map((value, k) => f(value, k % cols)), rows, cols };
}
