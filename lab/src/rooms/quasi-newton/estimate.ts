import { type Checkpoint, minimize, readCheckpoint } from "logit-wasm/optimize";

/**
 * The estimate H of the inverse Hessian that a quasi-Newton method of two variables has at a checkpoint, row by row. The
 * method tells it itself: its next direction is −H g, here with (1, 0) and with (0, 1) in place of g.
 */
export function estimateAt(
  objective: Parameters<typeof minimize>[0],
  method: Parameters<typeof minimize>[2],
  checkpoint: Checkpoint,
): number[] {
  const { state } = checkpoint;
  const iteration = readCheckpoint(checkpoint).scalars["watch.iteration"];
  const columns = [Float64Array.of(1, 0), Float64Array.of(0, 1)].map((unit) => {
    const gradient = btoa(String.fromCharCode(...new Uint8Array(unit.buffer)));
    const asked = { ...checkpoint, state: { ...state, vectors: { ...state.vectors, gradient } } };
    const run = minimize(objective, [], method, { checkpoint: asked, maxIter: iteration, tol: 0 });
    return readCheckpoint(run.checkpoint).vectors["direction"].map((p) => 0 - p);
  });
  return [columns[0][0], columns[1][0], columns[0][1], columns[1][1]];
}
