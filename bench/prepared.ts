import { Dataset } from "../src/data/dataset.ts";
import type { Dtype } from "../src/data/storage.ts";
import { LogisticObjective } from "../src/objectives/logistic.ts";
import { createRuntime } from "../src/wasm/create-runtime.ts";
import { EventLoopTurns } from "../src/wasm/event-loop-turns.ts";
import { Workspace } from "../src/wasm/workspace.ts";
import type { Problem } from "./data.ts";

/** An objective on a problem's rows, its variables, and a way to give all of it back. */
export async function prepare({ X, y }: Problem, dtype: Dtype, threads = 1) {
  const runtime = createRuntime({ threads });
  const dataset = Dataset.from(X, undefined, { dtype, runtime });
  const workspace = new Workspace(runtime.arena);
  const target = y.map((label) => (label === 1 ? 1 : -1));
  const options = { C: 1, fitIntercept: true };
  const turns = runtime.threads.count > 1 ? new EventLoopTurns() : undefined; // without it one thread does it all
  const objective = await LogisticObjective.create(dataset.storage, target, workspace, options, turns);
  const theta = workspace.vector(objective.size);
  theta.values.fill(0.1);
  return {
    objective,
    theta,
    gradient: workspace.vector(objective.size),
    hessian: () => workspace.matrix(objective.size),
    dispose() {
      workspace.dispose();
      dataset.dispose();
    },
  };
}

/** Shapes that stand for what there is: long and narrow, wide, and small. */
export const SHAPES = [
  [200_000, 100],
  [1_000_000, 20],
  [20_000, 1000],
  [2_000_000, 7],
  [2000, 40],
] as const;
