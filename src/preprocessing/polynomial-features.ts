import type { Matrix, RowsInput } from "../data/rows.ts";
import { InputError, NotFittedError } from "../errors.ts";
import { boolean, checkOptions, wholeNumber } from "../options.ts";
import { checkWidth, readRows } from "./rows.ts";

export interface PolynomialFeaturesOptions {
  /** The most factors of a product. Default 2. */
  degree?: number;
  /** Whether each column occurs at most once in a product: no powers. Default false. */
  interactionOnly?: boolean;
  /** Whether the first feature is 1, the product of no columns. Default true. */
  includeBias?: boolean;
}

/** The most values of a Float64Array that engines make. */
const MOST_FEATURES = 2 ** 24;

interface Products {
  readonly cols: number;
  readonly names: readonly string[] | undefined;
  /** Of each feature the columns that are multiplied, in ascending order. */
  readonly factors: readonly (readonly number[])[];
}

/**
 * Products of columns up to a degree, for models that are linear in them: of columns a and b, degree 2,
 * 1, a, b, a², ab, b². The order and the names ("a^2", "a b") are scikit-learn's.
 *
 * ```ts
 * const features = new PolynomialFeatures({ degree: 3, includeBias: false });
 * await model.fit(features.fitTransform(X), y);
 * ```
 */
export class PolynomialFeatures {
  readonly #degree: number;
  readonly #interactionOnly: boolean;
  readonly #includeBias: boolean;
  #products: Products | undefined;

  /** @throws {@link InputError} for an unknown option or a value out of range */
  constructor(options: PolynomialFeaturesOptions = {}) {
    checkOptions("options", options, ["degree", "interactionOnly", "includeBias"]);
    const { degree = 2, interactionOnly = false, includeBias = true } = options;
    wholeNumber("options.degree", degree, 0);
    boolean("options.interactionOnly", interactionOnly);
    boolean("options.includeBias", includeBias);
    if (degree === 0 && !includeBias) {
      throw new InputError("options.degree", "0 without includeBias; expected at least one feature");
    }
    this.#degree = degree;
    this.#interactionOnly = interactionOnly;
    this.#includeBias = includeBias;
  }

  /** Learns how many columns there are, and their names where they have them. */
  fit(X: RowsInput): this {
    const { cols, names } = readRows(X);
    this.#learn(cols, names);
    return this;
  }

  /** The products of each row. */
  transform(X: RowsInput): Matrix {
    const { cols, names, factors } = this.#fitted;
    const rows = readRows(X, names);
    checkWidth(rows, cols);
    return multiply(rows, factors);
  }

  fitTransform(X: RowsInput): Matrix {
    const rows = readRows(X);
    return multiply(rows, this.#learn(rows.cols, rows.names).factors);
  }

  /** What each feature is, with x0, x1, ... for columns without names. */
  get featureNames(): readonly string[] {
    const { names, factors } = this.#fitted;
    return factors.map((columns) => nameOf(columns, (j) => names?.[j] ?? `x${j}`));
  }

  get #fitted(): Products {
    if (!this.#products)
      throw new NotFittedError("these PolynomialFeatures are not fitted yet; call fit first");
    return this.#products;
  }

  #learn(cols: number, names: readonly string[] | undefined): Products {
    const factors: number[][] = this.#includeBias ? [[]] : [];
    let last: number[][] = [[]];
    for (let degree = 1; degree <= this.#degree && last.length > 0; degree++) {
      const next: number[][] = [];
      for (const product of last) {
        const newest = product[product.length - 1] ?? 0;
        const from = product.length > 0 && this.#interactionOnly ? newest + 1 : newest;
        for (let j = from; j < cols; j++) {
          next.push([...product, j]);
          if (factors.length + next.length <= MOST_FEATURES) continue;
          const found = `${this.#degree} of ${cols} columns`;
          throw new InputError("options.degree", `${found}; expected at most ${MOST_FEATURES} features`);
        }
      }
      for (const product of next) factors.push(product);
      last = next;
    }
    if (factors.length === 0) throw new InputError("X", "no features; expected at least one");
    this.#products = { cols, names, factors };
    return this.#products;
  }
}

function multiply({ data, rows, cols }: Matrix, factors: readonly (readonly number[])[]): Matrix {
  const width = factors.length;
  const result = new Float64Array(rows * width);
  for (let i = 0; i < rows; i++) {
    for (let k = 0; k < width; k++) {
      let product = 1;
      for (const j of factors[k]) product *= data[i * cols + j];
      if (!Number.isFinite(product)) {
        throw new InputError("X", `row ${i} has a product that is too large; expected what f64 can hold`);
      }
      result[i * width + k] = product;
    }
  }
  return { data: result, rows, cols: width };
}

/** "1", "a", "a^2", "a b" */
function nameOf(columns: readonly number[], name: (column: number) => string): string {
  if (columns.length === 0) return "1";
  const powers = new Map<number, number>();
  for (const j of columns) powers.set(j, (powers.get(j) ?? 0) + 1);
  return [...powers].map(([j, power]) => (power === 1 ? name(j) : `${name(j)}^${power}`)).join(" ");
}
