import { expect, test } from "vitest";
import { backtracking, gradientDescent, minimize } from "logit-wasm/optimize";
import { cosine, recorded, trialsOn } from "../../src/rooms/search-paths/trials.ts";

const bowl = {
  value: ([a = 0, b = 0]: Float64Array) => (a * a + 10 * b * b) / 2,
  gradient([a = 0, b = 0]: Float64Array, into: Float64Array) {
    into[0] = a;
    into[1] = 10 * b;
  },
};

test("lengths are those that a search tried, each once, in their order", () => {
  const { asked, ...watched } = recorded(bowl);
  const lineSearch = backtracking({ alpha: 0.1, beta: 0.5, initialStep: 2 });
  const { trace } = minimize(watched, [1, 1], gradientDescent({ lineSearch }), { maxIter: 1 });
  const trials = trialsOn(asked, [1, 1], [-1, -10]);
  expect(trials.map(({ t }) => t)).toEqual([2, 1, 0.5, 0.25, 0.125].map((t) => expect.closeTo(t, 14)));
  expect(trials.at(-1)?.t).toBeCloseTo(trace[1]?.stepSize ?? 0, 14);
  for (const { t, value } of trials)
    expect(value).toBeCloseTo(bowl.value(Float64Array.of(1 - t, 1 - 10 * t)), 10);
});

test("points beside the ray and behind its start are no lengths", () => {
  const asked = [
    { x: [1, 0], value: 1 },
    { x: [0.5, 0.1], value: 2 },
    { x: [1.5, 0], value: 3 },
    { x: [0.5, 0], value: 4 },
  ] as const;
  expect(trialsOn(asked, [1, 0], [-1, 0])).toEqual([{ t: 0.5, value: 4 }]);
});

test("the cosine is 0 at a right angle and −1 on the way back", () => {
  expect(cosine([3, 4], [-8, 6])).toBe(0);
  expect(cosine([3, 4], [-6, -8])).toBe(-1);
});
