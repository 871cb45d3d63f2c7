/** What the peer benchmark must show, as ratios of time, theirs over ours, at equal accuracy. */
import type { DataSetName } from "./data-sets.ts";

/** How near the optimum a fit must come, relative to it, to count as one. */
export const ACCURACY = 1e-9;

export interface Target {
  readonly lossAndGradient?: number;
  /** Default options on a Dataset, against whatever solver and tolerance of scikit-learn's gets there fastest. */
  readonly fit: number;
  /** From the caller's Float64Array, everything included. */
  readonly fitFromArray: number;
  readonly fitInF32?: number;
  /** Against scikit-learn's default solver and tolerance, however near the optimum they come. */
  readonly fitAgainstDefault?: number;
}

export const targets: Record<DataSetName, Target> = {
  "200000x100": { lossAndGradient: 1.9, fit: 4, fitFromArray: 2 },
  "1000000x20": { lossAndGradient: 3.2, fit: 10, fitFromArray: 4 },
  "20000x1000": { lossAndGradient: 1.6, fit: 1.8, fitInF32: 3, fitFromArray: 1.4 },
  "2000000x7": { lossAndGradient: 4, fit: 10, fitFromArray: 4 },
  "2000x40": { lossAndGradient: 2, fit: 3, fitFromArray: 2 },
  "10000x100": { fit: 1, fitFromArray: 1 },
  "600x200": { fit: 2, fitFromArray: 2 },
  "200000x100-scaled": { fit: 12, fitFromArray: 6, fitAgainstDefault: 100 },
  "spambase-200000": { fit: 12, fitFromArray: 6 },
  "ar-200000x50": { fit: 10, fitFromArray: 5 },
  "breast-cancer": { fit: 3, fitFromArray: 3 },
  "150x4": { fit: 3, fitFromArray: 3 },
  "50x3": { fit: 3, fitFromArray: 3 },
};

/**
 * Softmax regression: default options but for `tol`, which is as loose as theirs, on a Dataset, against scikit-learn's fastest
 * solver that comes as near.
 */
export const manyClasses = { ratio: 3, accuracy: 1e-6 };

/** The lasso: the same, against scikit-learn's fastest solver and glmnet that come as near. */
export const lassoTargets = { ratio: 3, ratioToGlmnet: 1, accuracy: 1e-6 };

/**
 * Sparse rows like those of texts: the same without an intercept, on a Dataset and from the caller's arrays, against
 * whichever of LIBLINEAR's methods comes as near first.
 */
export const sparseTargets = { ratio: 1, accuracy: 1e-6 };

/** The Hessian against NumPy's X.T @ (s[:, None] * X). */
export const hessianTargets = {
  "1000000x20": 1,
  "200000x100": 1,
  "20000x1000": 1 / 1.2,
} satisfies Partial<Record<DataSetName, number>>;

export const prediction = {
  /** predictProba of 1000000 × 100. */
  ratio: 1.5,
  /** One row of 30 features. */
  mostMicroseconds: 1,
  /** What such a call may leave on the heap: nothing, but the count itself takes some. */
  mostBytes: 0.1,
};

export const start = {
  /** Loading the package and the first fit of breast cancer, over an empty program's time. */
  mostMilliseconds: 40,
  /** A process's first fit of 200000 × 100 over a later one. */
  mostOverSteady: 1.5,
};

export const mlLogisticRegression = 100;

/** What a fit by one thread may add to the process at its peak; each worker is about 10 MB more, of its engine. */
export const memory = {
  overData: 1.1,
  /** The vectors beside the rows: target and labels, and for line searches two scores or a curvature. */
  bytesPerRow: 40,
  /** Of cols × cols numbers, where Newton's method runs: the Hessian, its factor, and the sum over blocks. */
  newtonMatrices: 3,
  /** Sampled Newton's stated copies: the sample, and the half of it that is looked at before. */
  sampleCopies: 1.5,
  /** And the copy of all rows in single precision, in parts of the data. */
  singleCopy: 0.5,
};

/** Of the machine's own peak, which `npm run bench:roofline` measures. */
export const roofline = {
  /** Loss and gradient, of the read bandwidth, from so many columns on where data exceeds the caches. */
  bandwidth: { share: 0.65, cols: 20 },
  /** The Hessian, of the f64 peak. */
  hessian: { share: 0.8, cols: 100 },
  /** Loss and gradient in f64 storage over f32. */
  f32: { ratio: 1.7, cols: 100 },
};
