/** What a step costs as the number of parameters M grows. */
import { exponent } from "./measure.ts";
import { defaultRuntime } from "../../src/wasm/default-runtime.ts";
import { SymmetricMatrix } from "../../src/wasm/matrix.ts";
import { Workspace } from "../../src/wasm/workspace.ts";
import { CurvaturePairs } from "../../src/solvers/curvature-pairs.ts";
import { State } from "../../src/solvers/state.ts";

export const SIZES = [100, 200, 400, 800] as const;
export const HISTORIES = [5, 10, 20, 40] as const;

/** Bytes of the Hessian, whose rows are padded. */
export function hessianMemory() {
  const bytes = SIZES.map((size) => SymmetricMatrix.bytes(size));
  return { bytes, exponent: exponent(SIZES, bytes) };
}

/** Seconds to factorise the Hessian and solve for the step. */
export function hessianSolve() {
  const seconds = SIZES.map((size) =>
    withWorkspace((workspace) => {
      const hessian = workspace.matrix(size);
      const factor = workspace.matrix(size);
      const step = workspace.vector(size);
      for (let i = 0; i < size; i++) {
        for (let j = i; j < size; j++)
          hessian.values[i * hessian.stride + j] = i === j ? size : Math.cos(i + 2 * j);
      }
      return fastest(() => {
        factor.copy(hessian);
        step.values.fill(1);
        factor.cholesky();
        factor.choleskySolve(step);
      });
    }),
  );
  return { seconds, exponent: exponent(SIZES, seconds) };
}

/** Seconds for the direction by the two-loop recursion, k pairs of M numbers. */
export function twoLoops(size: number, history: number): number {
  return withWorkspace((workspace) => {
    const state = new State(size, workspace);
    const pairs = new CurvaturePairs(state, history);
    const [direction, before, after, gradient] = Array.from({ length: 4 }, () => workspace.vector(size));
    for (let k = 0; k < history; k++) {
      for (let j = 0; j < size; j++) {
        direction.values[j] = Math.cos(k + j);
        after.values[j] = direction.values[j] * (1 + j / size); // the change of the gradient: curvatures 1 to 2
      }
      pairs.push(1, direction, before, after);
    }
    gradient.values.fill(1);
    return fastest(() => pairs.direction(gradient, direction));
  });
}

function withWorkspace<T>(use: (workspace: Workspace) => T): T {
  const workspace = new Workspace(defaultRuntime().arena);
  try {
    return use(workspace);
  } finally {
    workspace.dispose();
  }
}

/** The time of one call: the least mean over rounds of at least 5 ms, after as long to warm up. */
function fastest(task: () => void): number {
  let calls = 1;
  let best = Number.POSITIVE_INFINITY;
  for (let round = 0; round < 6;) {
    const begun = performance.now();
    for (let i = 0; i < calls; i++) task();
    const ms = performance.now() - begun;
    if (ms < 5) calls *= 2;
    else {
      round += 1;
      best = Math.min(best, ms / calls);
    }
  }
  return best / 1000;
}
