import { expect } from "vitest";
import type { Curved, Dense, Smooth } from "../../src/objectives/objective.ts";
import { type Checkpoint, minimize, type MinimizeOptions } from "../../src/optimize/index.ts";
import type { Solver } from "../../src/solvers/solver.ts";

/** A run that stops at any of its first iterates and goes on from the checkpoint, as JSON, ends with the same bits. */
export function expectToResume(
  method: Solver<Smooth> | Solver<Dense> | Solver<Curved>,
  objective: object,
  start: readonly number[],
  options: MinimizeOptions = {},
): void {
  const run = (more: MinimizeOptions) =>
    minimize(objective as never, start, method as Solver<Smooth>, { recordPath: true, ...options, ...more });
  const whole = run({});
  expect(whole.iterations).toBeGreaterThan(0);
  for (let maxIter = 0; maxIter < Math.min(whole.iterations, 30); maxIter++) {
    const checkpoint: Checkpoint = JSON.parse(JSON.stringify(run({ maxIter }).checkpoint));
    const rest = run({ checkpoint });
    expect(rest.x).toEqual(whole.x);
    expect([rest.status, rest.iterations]).toEqual([whole.status, whole.iterations]);
    expect(rest.evaluations).toEqual(whole.evaluations);
    expect(rest.trace.map(({ x }) => x)).toEqual(whole.trace.slice(maxIter).map(({ x }) => x));
  }
}
