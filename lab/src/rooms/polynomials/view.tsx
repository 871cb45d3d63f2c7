import type { ViewProps } from "../../app/room.ts";
import { Readout, Readouts } from "../../controls/readout.tsx";
import { Formula } from "../../formula/formula.tsx";
import { format } from "../../params/format.ts";
import type { Values } from "../../params/schema.ts";
import { ErrorChart } from "./error-chart.tsx";
import { FitChart } from "./fit-chart.tsx";
import type { Result } from "./model.ts";
import { ResidualChart } from "./residual-chart.tsx";
import type { schema } from "./schema.ts";
import "./style.css";
import { unitsOf } from "./units.ts";

export function View({ values, set, result }: ViewProps<typeof schema, Result>) {
  if (!result) return null;
  const units = unitsOf(values);
  const { fit, errors, best } = result;
  const chosen = errors[fit.coef.length - 1];
  const size = { n: String(result.train.x.length), d: String(fit.coef.length + 1) };
  return (
    <>
      <FitChart values={values} result={result} units={units} />
      {values.ridge ? (
        <Formula
          display
          tex={tex`\hat w = (X^\top X + \alpha I)^{-1} X^\top y, \quad {\alpha = \slot{alpha}}, \quad {X: \slot{n} \times \slot{d}}, \text{ columns } {1, x, x^2, \dots}`}
          slots={{ ...size, alpha: format(values.alpha, 3) }}
        />
      ) : (
        <Formula
          display
          tex={tex`\hat w = (X^\top X)^{-1} X^\top y, \quad {X: \slot{n} \times \slot{d}}, \text{ columns } {1, x, x^2, \dots}`}
          slots={size}
        />
      )}
      <p class="note">{tell(values, result)}</p>
      <Readouts>
        <Readout name="train" label="Error on training rows" value={chosen?.train} />
        <Readout name="test" label="Error on new rows" value={chosen?.test} />
        <Readout name="bestDegree" label="Degree best on new rows" value={best.degree} />
        <Readout name="bestTest" label="Its error on new rows" value={best.test} />
        <Readout name="largest" label="Largest coefficient" value={fit.largest} />
        {!values.ridge && <Readout name="rank" label="Independent columns" value={fit.rank} />}
      </Readouts>
      <div class="row">
        <ErrorChart values={values} set={set} result={result} units={units} />
        <ResidualChart result={result} units={units} />
      </div>
    </>
  );
}

function tell({ data, ridge }: Values<typeof schema>, result: Result): string {
  const { train, test } = result;
  const source =
    data === "houses"
      ? `${train.x.length} houses of up to 4,000 square feet are the training rows, the other ${format(test.x.length)} are new; x is the area, moved and scaled to lie between −1 and 1.`
      : "";
  const penalty = ridge ? "The penalty α is on all coefficients but the constant." : "";
  return [source, judge(result), penalty].filter(Boolean).join(" ");
}

/** Whether the degree is too low, too high, or right. */
function judge({ fit, train, errors, best }: Result): string {
  const degree = fit.coef.length;
  const chosen = errors[degree - 1] ?? best;
  if (fit.rank < degree)
    return `${train.x.length} rows can’t fix ${degree + 1} coefficients: many polynomials go through all of them. This one has the smallest coefficients.`;
  if (chosen.train < 1e-6 * best.test)
    return "As many coefficients as rows: the polynomial goes through every training row, noise included.";
  if (chosen.test <= 1.1 * best.test) return "About as good on new rows as the best degree.";
  return degree > best.degree
    ? `Overfitted: compared with degree ${best.degree} it is nearer to the training rows, and farther from new ones.`
    : `Underfitted: the residuals still have a shape that degree ${best.degree} follows.`;
}
