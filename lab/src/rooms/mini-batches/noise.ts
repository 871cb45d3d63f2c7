import { loadModel, type Matrix } from "logit-wasm/predict";

/** The gradient of each row's cross-entropy, (p − y) times what its weights multiply: two numbers a row. */
export function rowGradients(inputs: Matrix, labels: ArrayLike<number>, [a = 0, b = 0]: Iterable<number>) {
  const { data, rows, cols } = inputs;
  const isLine = cols === 1; // a weight and an intercept
  const model = loadModel({
    version: 1,
    classes: [0, 1],
    coef: [isLine ? [a] : [a, b]],
    intercept: [isLine ? b : 0],
  });
  const p = model.predictProba(inputs).data;
  const gradients = new Float64Array(2 * rows);
  for (let i = 0; i < rows; i++) {
    const residual = p[2 * i + 1]! - labels[i]!;
    gradients[2 * i] = residual * data[i * cols]!;
    gradients[2 * i + 1] = isLine ? residual : residual * data[i * cols + 1]!;
  }
  return gradients;
}

/** The mean of pairs of numbers, and their covariance: aa, ab, bb. */
export function moments(pairs: Float64Array) {
  const n = pairs.length / 2;
  let [a, b, aa, ab, bb] = [0, 0, 0, 0, 0];
  for (let i = 0; i < pairs.length; i += 2) {
    a += pairs[i]! / n;
    b += pairs[i + 1]! / n;
  }
  for (let i = 0; i < pairs.length; i += 2) {
    const [da, db] = [pairs[i]! - a, pairs[i + 1]! - b];
    aa += (da * da) / n;
    ab += (da * db) / n;
    bb += (db * db) / n;
  }
  return { mean: [a, b] as const, covariance: [aa, ab, bb] as const };
}

/** The mean gradient of each batch of rows that follow each other. */
export function batchGradients(gradients: Float64Array, size: number) {
  const rows = gradients.length / 2;
  const means = new Float64Array(2 * Math.ceil(rows / size));
  for (let i = 0; i < rows; i++) {
    const batch = Math.floor(i / size);
    const length = Math.min(size, rows - batch * size);
    means[2 * batch] += gradients[2 * i]! / length;
    means[2 * batch + 1] += gradients[2 * i + 1]! / length;
  }
  return means;
}

/**
 * What mini-batches make of the gradient: its mean is that of all rows, and the covariance that of one row, S, divided:
 *
 *   drawn anew   S / size
 *   shuffled     S / size · (rows − size) / (rows − 1)     no row comes twice
 *   in order     that of the batches which there are
 */
export function batchNoise(gradients: Float64Array, size: number, sampling: string) {
  const rows = gradients.length / 2;
  const { mean, covariance } = moments(gradients);
  if (sampling === "sequential")
    return { mean, covariance: moments(batchGradients(gradients, size)).covariance };
  const part = (sampling === "shuffle" ? (rows - size) / (rows - 1) : 1) / size;
  const [aa, ab, bb] = covariance;
  return { mean, covariance: [aa * part, ab * part, bb * part] as const };
}
