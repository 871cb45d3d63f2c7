/** What an application does with the package, compiled against its declarations: see tsconfig.consumer.json. */
import { Dataset, init, LinearRegression, LogisticRegression, type FitProgress } from "logit-wasm";
import { rocAuc } from "logit-wasm/metrics";
import {
  adam,
  lbfgs,
  logisticObjective,
  miniBatch,
  minimize,
  type MinimizeResult,
  newton,
  newtonCG,
  saga,
  squaredErrorObjective,
} from "logit-wasm/optimize";
import { loadModel } from "logit-wasm/predict";

export function methodsOnRows(): MinimizeResult[] {
  using dataset = Dataset.from([[1], [2], [3]], [0, 1, 0]);
  using logistic = logisticObjective(dataset);
  using stalling = logisticObjective(dataset, { loss: "squared" });
  using squares = squaredErrorObjective(dataset);
  return [
    minimize(logistic, logistic.start([1]), newton()),
    minimize(stalling, [0, 0], newtonCG()),
    // @ts-expect-error: no Hessian
    minimize(stalling, [0, 0], newton()),
    minimize(squares, [0, 0], miniBatch(adam(), { epochs: 3 })),
    minimize(squares, [0, 0], saga()),
    minimize({ value: ([a]: Float64Array) => a * a, gradient: ([a]: Float64Array) => [2 * a] }, [1], lbfgs()),
  ];
}

export async function fits(onIteration: (progress: FitProgress) => void): Promise<number> {
  const model = await new LogisticRegression({ onIteration }).fit([[1], [2], [3]], ["a", "b", "a"]);
  await new LinearRegression({ solver: miniBatch(adam(), { epochs: 20 }) }).fit([[1], [2], [3]], [1, 2, 3]);
  const { data } = model.predictProba([[1], [2], [3]]);
  return rocAuc(["a", "b", "a"], data.subarray(0, 3));
}

export async function predicts(text: string, module: WebAssembly.Module): Promise<(string | number)[]> {
  const model = await new LogisticRegression<string>().fit([[1], [2], [3]], ["a", "b", "a"]);
  const label: string = loadModel(model.toJSON()).predict([2]);
  const labels: string[] = loadModel(model.toJSON()).predict([[2]]);
  const linear = await new LinearRegression().fit([[1], [2], [3]], [1, 2, 3]);
  const sum: number = (await loadModel(linear.toJSON()).accelerate(module)).predict([2]);
  return [label, ...labels, sum, loadModel(JSON.parse(text)).probability([2])];
}

export async function loads(response: Response): Promise<void> {
  await init({ wasm: response });
  await init({ wasm: fetch("baseline.wasm") });
  await init({ wasm: new URL("https://example.org/baseline.wasm") });
}
