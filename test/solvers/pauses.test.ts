import { afterEach, describe, expect, it } from "vitest";
import { SeparablePenalty } from "../../src/objectives/separable-penalty.ts";
import { CurvaturePairs } from "../../src/solvers/curvature-pairs.ts";
import { choleskyInPieces } from "../../src/solvers/factorise.ts";
import { Pauses, PIECE } from "../../src/solvers/pauses.ts";
import { QuadraticModel } from "../../src/solvers/quadratic-model.ts";
import { QuasiNewtonModel } from "../../src/solvers/quasi-newton-model.ts";
import { type Part, PAUSE } from "../../src/solvers/solver.ts";
import { State } from "../../src/solvers/state.ts";
import { defaultRuntime } from "../../src/wasm/default-runtime.ts";
import type { Vector } from "../../src/wasm/vector.ts";
import { Workspace } from "../../src/wasm/workspace.ts";
import { normals } from "../support/random.ts";

const workspace = new Workspace(defaultRuntime().arena);
afterEach(() => workspace.dispose());

/** What a part answers, and how many pauses it makes on the way. */
function through<T>(part: Part<T>): { answer: T; pauses: number } {
  let pauses = 0;
  for (let step = part.next(); ; step = part.next()) {
    if (step.done) return { answer: step.value, pauses };
    expect(step.value).toBe(PAUSE);
    pauses += 1;
  }
}

/** A penalty on all variables, and a model's x, gradient and p. */
function parts(size: number) {
  const state = new State(size, workspace);
  const penalty = SeparablePenalty.none((name) => state.vector(name));
  penalty.weight.values.fill(0.3);
  const [x, gradient, p] = ["x", "gradient", "p"].map((name) => state.vector(name)) as [
    Vector,
    Vector,
    Vector,
  ];
  const normal = normals(size);
  for (let j = 0; j < size; j++) gradient.values[j] = normal();
  return { state, penalty, x, gradient, p, normal };
}

it("Pauses come once for each piece, however it is made up", () => {
  const pauses = new Pauses();
  expect(pauses.after(PIECE - 1)).toBe(false);
  expect(pauses.after(1)).toBe(true);
  expect(pauses.after(PIECE - 1)).toBe(false);
  expect(pauses.after(3 * PIECE)).toBe(true);
  expect(pauses.after(PIECE - 1)).toBe(false);
});

it.each([
  [1, 0],
  [31, 0],
  [130, 0],
  [700, 12],
])("The factor of a matrix of order %d is the same in pieces, with %d pauses or more", (size, least) => {
  const [whole, pieces] = [workspace.matrix(size), workspace.matrix(size)];
  const normal = normals(size);
  for (let i = 0; i < size; i++) {
    for (let j = i; j < size; j++) whole.values[i * whole.stride + j] = normal();
    whole.addDiagonal(i, 4 * Math.sqrt(size) + 4);
  }
  pieces.copy(whole);
  expect(whole.cholesky()).toBe(-1);
  const { answer, pauses } = through(choleskyInPieces(pieces));
  expect(answer).toBe(-1);
  expect(pieces.values.every((value, at) => value === whole.values[at])).toBe(true);
  if (least === 0) expect(pauses).toBe(0);
  else expect(pauses).toBeGreaterThanOrEqual(least);
});

describe("the minimum of a model is where Karush, Kuhn and Tucker's conditions hold, and pauses come on the way", () => {
  it.each([
    [40, 0],
    [1200, 5],
  ])("of a Hessian of %d variables: %d or more", (size, least) => {
    const { state, penalty, x, gradient, p, normal } = parts(size);
    const model = new QuadraticModel(state, penalty);
    const { values: h, stride } = model.hessian;
    const u = Float64Array.from({ length: size }, () => normal() / Math.sqrt(size));
    const entry = (i: number, j: number) => u[i] * u[j] + (i === j ? 1 : 0);
    for (let i = 0; i < size; i++) for (let j = i; j < size; j++) h[i * stride + j] = entry(i, j);
    expect(model.prepare()).toBe(true);
    const { answer, pauses } = through(model.minimise(x, gradient, p));
    expect(answer).toBeGreaterThan(0);
    expect(pauses).toBeGreaterThanOrEqual(least);
    if (least === 0) expect(pauses).toBe(0);
    const along = u.reduce((sum, value, j) => sum + value * p.values[j], 0);
    p.values.forEach((step, j) => {
      const slope = gradient.values[j] + step + u[j] * along;
      if (step === 0) expect(Math.abs(slope)).toBeLessThanOrEqual(0.3 + 1e-9);
      else expect(slope).toBeCloseTo(-0.3 * Math.sign(step), 8);
    });
  });

  it.each([
    [40, 0],
    [60_000, 10],
  ])("of curvature pairs of %d variables: %d or more", (size, least) => {
    const { state, penalty, x, gradient, p, normal } = parts(size);
    const pairs = new CurvaturePairs(state, 16);
    const [step, before, after] = ["s", "before.g", "after.g"].map((name) => state.vector(name));
    for (let k = 0; k < 16; k++) {
      for (let j = 0; j < size; j++) {
        step.values[j] = normal();
        after.values[j] = (1 + (j % 4)) * step.values[j];
      }
      pairs.push(1, step, before, after);
    }
    const model = new QuasiNewtonModel(state, penalty, 16, 200);
    const prepared = through(model.prepare(pairs)).pauses;
    const { answer, pauses } = through(model.minimise(x, gradient, p));
    expect(answer).toBeGreaterThan(0);
    if (least === 0) expect([prepared, pauses]).toEqual([0, 0]);
    else expect(Math.min(prepared, pauses)).toBeGreaterThanOrEqual(least);
    // Sweeps in pieces end where sweeps at once do, that of one coordinate being the least.
    const { answer: again } = through(model.minimise(x, gradient, p));
    expect(again).toBe(answer);
  });
});
