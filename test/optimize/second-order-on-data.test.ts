import { describe, expect, it } from "vitest";
import { Dataset } from "../../src/index.ts";
import { bfgs, lbfgs, logisticObjective, minimize, newton, newtonCG } from "../../src/optimize/index.ts";
import { overlapping } from "../support/data.ts";

const { X, y } = overlapping(120, 4);

describe("methods with curvature, on a data set", () => {
  it.each([true, false])("end at the same minimum, with equilibrate: %s", (equilibrate) => {
    using objective = logisticObjective(Dataset.from(X, y), { C: 1, equilibrate });
    const zeros = new Float64Array(objective.size);
    const expected = minimize(objective, zeros, lbfgs(), { tol: 1e-10 });
    for (const method of [bfgs(), newton(), newton({ lineSearch: false }), newtonCG()]) {
      const { status, value, x } = minimize(objective, zeros, method, { tol: 1e-10 });
      expect(["converged", "precision-limit"]).toContain(status);
      expect(value).toBeCloseTo(expected.value, 12);
      x.forEach((w, j) => expect(w).toBeCloseTo(expected.x[j], 7));
    }
  });
});
