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
  return (
    <>
      <FitChart values={values} result={result} units={units} />
      <div>
        {values.ridge ? (
          <Formula display tex={tex`\hat w = {(X^\top X + \alpha I)^{-1} X^\top y}`} />
        ) : (
          <Formula display tex={tex`\hat w = {(X^\top X)^{-1} X^\top y}`} />
        )}
        <p class="note">
          X has a row for each of the {result.train.x.length} training rows, and {fit.coef.length + 1}{" "}
          columns: 1, x{fit.coef.length > 1 && ", x²"}
          {fit.coef.length > 2 && ", x³"}
          {fit.coef.length > 3 && ", …"}
          {values.ridge && `. α = ${format(values.alpha, 3)}, on all coefficients but that of 1`}
          {(values.ridge || fit.coef.length < 4) && "."}
        </p>
      </div>
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

function tell({ data }: Values<typeof schema>, result: Result): string {
  const { train, test } = result;
  const source =
    data === "houses"
      ? `${train.x.length} houses of up to 4,000 square feet are the training rows, the other ${format(test.x.length)} are new; x is the area, moved and scaled to lie between −1 and 1.`
      : "";
  return [source, judge(result)].filter(Boolean).join(" ");
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
