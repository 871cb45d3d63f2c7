/** Which types labels have, compiled against the package's declarations: see tsconfig.consumer.json. */
import { Dataset, type Label, type Labels, LogisticRegression, LogisticRegressionCV } from "logit-wasm";
import { loadModel, type LogisticPredictor } from "logit-wasm/predict";

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;

/** Compiles where the labels that a model predicts have exactly this type. */
declare function predicts<L>(): <M extends { predict(X: number[][]): unknown }>(
  model: M,
  isSame: Same<ReturnType<M["predict"]>, L[]>,
) => void;

const X = [[1], [2], [3]];

export async function typeOfLabelsComesFromY(answers: ("no" | "yes")[], mixed: Labels, anything: Label[]) {
  predicts<string>()(await new LogisticRegression().fit(X, ["a", "b", "a"]), true);
  predicts<number>()(
    await new LogisticRegression({ C: 2 }).fit(X, [0, 1, 0], { sampleWeight: [1, 2, 3] }),
    true,
  );
  predicts<boolean>()(
    await new LogisticRegression().fit(
      X,
      X.map(([x]) => x > 1),
    ),
    true,
  );
  predicts<number>()(await new LogisticRegression().fit(X, Int8Array.of(0, 1, 0)), true);
  predicts<"no" | "yes">()(await new LogisticRegression().fit(X, answers), true);
  predicts<Label>()(await new LogisticRegression().fit(X, anything), true);
  predicts<Label>()(await new LogisticRegression().fit(X, mixed), true);
  predicts<Label>()(await new LogisticRegression().fit(Dataset.from(X, ["a", "b", "a"])), true);
}

export async function typeOfLabelsComesFromBatchesToo(
  read: () => AsyncIterable<{ X: number[][]; y: ("no" | "yes")[] }>,
) {
  predicts<string>()(
    await new LogisticRegression().fit(function* () {
      yield { X, y: ["a", "b", "a"] };
    }),
    true,
  );
  predicts<"many" | "few">()(
    await new LogisticRegression().fit(async function* () {
      for (let day = 0; day < 3; day++) yield { X, y: X.map(([x]) => (x > day ? "many" : "few")) };
    }),
    true,
  );
  predicts<string>()(await new LogisticRegression().fit(() => [{ X, y: ["a", "b", "a"] }], {}), true);
  predicts<number>()(await new LogisticRegression().fit(() => [{ X, y: [0, 1, 0] }]), true);
  predicts<number>()(await new LogisticRegression().fit(async () => [{ X, y: Int8Array.of(0, 1, 0) }]), true);
  predicts<boolean>()(await new LogisticRegression().fit(() => [{ X, y: X.map(([x]) => x > 1) }]), true);
  predicts<"no" | "yes">()(await new LogisticRegression().fit(read), true);
  predicts<string>()(await new LogisticRegression<string>().fit(() => [{ X, y: ["a", "b", "a"] }]), true);
  // @ts-expect-error: numbers
  await new LogisticRegression<string>().fit(() => [{ X, y: [0, 1, 0] }]);
  // @ts-expect-error: no labels
  await new LogisticRegression().fit(() => [{ X, y: [null, {}, null] }]);
}

export async function typeOfLabelsComesFromYAfterCrossValidationToo() {
  predicts<string>()(await new LogisticRegressionCV({ Cs: 3 }).fit(X, ["a", "b", "a"]), true);
  predicts<number>()(await new LogisticRegressionCV().fit(X, Int8Array.of(0, 1, 0), {}), true);
  predicts<Label>()(await new LogisticRegressionCV().fit(Dataset.from(X, ["a", "b", "a"])), true);
  // @ts-expect-error: numbers
  await new LogisticRegressionCV<string>().fit(X, [0, 1, 0]);
}

export async function typeOfLabelsCanBeNamed(dataset: Dataset) {
  predicts<string>()(await new LogisticRegression<string>().fit(dataset), true);
  predicts<string>()(await new LogisticRegression<string>().fit(X, ["a", "b", "a"]), true);
  predicts<"a" | "b">()(await new LogisticRegression<"a" | "b">().fit(X, ["a", "b", "a"]), true);
  predicts<number>()(await new LogisticRegression<number>().fit(X, new Float32Array(3)), true);
  const classWeight = new Map([["a", 1]]);
  predicts<string>()(await new LogisticRegression({ classWeight }).fit(X, ["a", "b", "a"]), true);
  // @ts-expect-error: numbers
  await new LogisticRegression<string>().fit(X, [0, 1, 0]);
  // @ts-expect-error: numbers
  await new LogisticRegression<string>().fit(X, Int8Array.of(0, 1, 0));
  // @ts-expect-error: another word
  await new LogisticRegression<"a" | "b">().fit(X, ["a", "c", "a"]);
  // @ts-expect-error: no labels
  await new LogisticRegression().fit(X, [null, {}, null]);
}

export async function modelsOfOneTypeAreModels(
  model: LogisticRegression<string>,
  loaded: LogisticPredictor<string>,
) {
  const models: LogisticRegression[] = [model, await new LogisticRegression().fit(X, [0, 1, 0])];
  const predictors: LogisticPredictor[] = [loaded, loadModel(model.toJSON())];
  await new LogisticRegression().fit(X, ["a", "b", "a"], { initial: model });
  // @ts-expect-error: it may predict numbers
  const strings: LogisticRegression<string> = models[0];
  return [...models, ...predictors, strings].map((each) => each.classes);
}
