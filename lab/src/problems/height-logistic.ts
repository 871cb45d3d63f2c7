import { Dataset } from "logit-wasm";
import { logisticObjective } from "logit-wasm/optimize";
import { heightSample } from "../data/height-sample.ts";
import type { OpenPlane } from "./open-plane.ts";

/** The logistic cost of telling the sex of 53 people by their height: of a weight and an intercept, in solver coordinates. */
export function heightLogistic(): OpenPlane {
  const { heights, sexes } = heightSample;
  const dataset = Dataset.from(
    heights.map((height) => [height]),
    sexes,
  );
  const objective = logisticObjective(dataset, { C: 1 });
  return {
    objective,
    dispose() {
      objective.dispose();
      dataset.dispose();
    },
  };
}
