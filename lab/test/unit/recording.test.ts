import { averaged, gradientDescent, miniBatch, minimize, saga } from "logit-wasm/optimize";
import { expect, test } from "vitest";
import { recordQuestions } from "../../src/recording/questions.ts";
import { recordUpdates } from "../../src/recording/updates.ts";

/** The mean of (x − i)² / 2 over i = 0 ... 9. */
const sum = {
  terms: 10,
  value: ([x = 0]: Float64Array, rows = Uint32Array.from({ length: 10 }, (_, i) => i)) =>
    rows.reduce((total, i) => total + (x - i) ** 2 / 2, 0) / rows.length,
  gradient([x = 0]: Float64Array, into: Float64Array, rows = Uint32Array.from({ length: 10 }, (_, i) => i)) {
    into[0] = rows.reduce((total, i) => total + x - i, 0) / rows.length;
  },
};
const batches = { batchSize: 3, epochs: 4, seed: 5 };

test.each([
  ["a rule", gradientDescent({ learningRate: 0.3 })],
  ["an averaged one", averaged(gradientDescent({ learningRate: 0.3 }), { from: 2 })],
])("notes every update of %s, and changes nothing", (_, rule) => {
  const path = [0];
  const noted = minimize(sum, [0], miniBatch(recordUpdates(rule, path), batches), { recordPath: true });
  const plain = minimize(sum, [0], miniBatch(rule, batches), { recordPath: true });
  expect([...noted.x]).toEqual([...plain.x]);
  expect(path.length).toBe(1 + 4 * 4);
  expect(plain.trace.map(({ x }) => x?.[0])).toEqual(path.filter((__, k) => k % 4 === 0));
});

test("notes where SAGA asks: a pass for the table, then each update", () => {
  const [path, losses]: [number[], number[]] = [[], []];
  const method = saga({ learningRate: 0.3, batchSize: 3, epochs: 4, seed: 5, exactGradient: false });
  const noted = minimize(recordQuestions(sum, path, losses), [0], method, { recordPath: true });
  const plain = minimize(sum, [0], method, { recordPath: true });
  expect([...noted.x]).toEqual([...plain.x]);
  expect(path.length).toBe(4 + 4 * 4);
  expect(losses.length).toBe(path.length);
  expect(path.slice(0, 5)).toEqual([0, 0, 0, 0, 0]);
  // An epoch ends where the next one asks first.
  expect(plain.trace.slice(1, -1).map(({ x }) => x?.[0])).toEqual([path[8], path[12], path[16]]);
});
