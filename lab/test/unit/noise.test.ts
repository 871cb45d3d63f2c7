import { expect, test } from "vitest";
import { planeData, type PlaneName } from "../../src/data/plane.ts";
import { planeLogistic } from "../../src/problems/plane-logistic.ts";
import { batchGradients, batchNoise, moments, rowGradients } from "../../src/rooms/mini-batches/noise.ts";

const POINT = [0.7, -0.4];

test.each<PlaneName>(["heights", "tumours"])("gradients of the rows of %s are those of the cost", (name) => {
  const { rows, labels } = planeData(name);
  const { cost, inputs } = planeLogistic(rows, labels);
  const gradients = rowGradients(inputs, labels, POINT);
  const into = new Float64Array(2);
  for (const i of [0, 1, 100, rows.length - 1]) {
    cost.gradient(POINT, into, Uint32Array.of(i));
    expect(gradients[2 * i]).toBeCloseTo(into[0] ?? Number.NaN, 14);
    expect(gradients[2 * i + 1]).toBeCloseTo(into[1] ?? Number.NaN, 14);
  }
  cost.gradient(POINT, into);
  const { mean } = moments(gradients);
  expect(mean[0]).toBeCloseTo(into[0] ?? Number.NaN, 13);
  expect(mean[1]).toBeCloseTo(into[1] ?? Number.NaN, 13);
});

// Four rows, two at a time: the six batches that there are can be counted.
const FOUR = Float64Array.of(1, 0, 3, 1, -2, 5, 0, 2);

test("shuffled batches have the covariance of all batches without a row twice", () => {
  const means: number[] = [];
  for (let i = 0; i < 4; i++) {
    for (let j = 0; j < i; j++) {
      means.push((FOUR[2 * i]! + FOUR[2 * j]!) / 2, (FOUR[2 * i + 1]! + FOUR[2 * j + 1]!) / 2);
    }
  }
  const expected = moments(Float64Array.from(means)).covariance;
  const { covariance, mean } = batchNoise(FOUR, 2, "shuffle");
  expect(mean).toEqual([0.5, 2]);
  for (const [k, entry] of expected.entries()) expect(covariance[k]).toBeCloseTo(entry, 14);
});

test("batches drawn with replacement have that of all pairs", () => {
  const means: number[] = [];
  for (let i = 0; i < 4; i++) {
    for (let j = 0; j < 4; j++) {
      means.push((FOUR[2 * i]! + FOUR[2 * j]!) / 2, (FOUR[2 * i + 1]! + FOUR[2 * j + 1]!) / 2);
    }
  }
  const expected = moments(Float64Array.from(means)).covariance;
  const { covariance } = batchNoise(FOUR, 2, "replacement");
  for (const [k, entry] of expected.entries()) expect(covariance[k]).toBeCloseTo(entry, 14);
});

test("batches in order have that of the batches there are", () => {
  expect([...batchGradients(FOUR, 3)]).toEqual([(1 + 3 - 2) / 3, 2, 0, 2]);
  // (2, 0.5) and (−1, 3.5) are each (1.5, 1.5) from their mean, to opposite sides.
  expect(batchNoise(FOUR, 2, "sequential").covariance).toEqual([2.25, -2.25, 2.25]);
});

test("all rows without replacement have no noise", () => {
  for (const entry of batchNoise(FOUR, 4, "shuffle").covariance) expect(Math.abs(entry)).toBe(0);
});
