import type { ViewProps } from "../../app/room.ts";
import { Readout, Readouts } from "../../controls/readout.tsx";
import { Formula } from "../../formula/formula.tsx";
import { format } from "../../params/format.ts";
import { ErrorChart } from "./chart.tsx";
import { isStochastic } from "./stochastic.ts";
import type { Result } from "./model.ts";
import { PlaneChart } from "./plane.tsx";
import type { schema } from "./schema.ts";
import "./style.css";
import { Speeds } from "./table.tsx";

export function View(props: ViewProps<typeof schema, Result>) {
  const { values, set, result } = props;
  if (!result) return null;
  const { kappa, plane } = result;
  const isBowl = values.problem === "quadratic";
  return (
    <>
      <ErrorChart values={values} result={result} />
      <p class="note">{reading(values)}</p>
      {isBowl && values.methods.some(isStochastic) && (
        <p class="note">SAGA and SGD need a sum of many terms, and are left out: the bowl is one.</p>
      )}
      <Speeds runs={result.runs} />
      <Readouts>
        <Readout name="kappa" label="κ, the condition number at the optimum" value={kappa} />
        <Readout name="L" label="L, the largest curvature there" value={result.L} />
        <Readout name="mu" label="μ, the least" value={result.mu} />
        <Readout name="everywhere" label="The largest curvature anywhere" value={result.everywhere} />
        <Readout name="least" label="f*, the least cost" value={result.least} digits={6} />
      </Readouts>
      <div class="row">
        {plane && <PlaneChart values={values} set={set} result={result} plane={plane} />}
        <div class="stack">
          <h2>What κ does</h2>
          <p>
            <Formula
              display
              tex={tex`\kappa = \frac{L}{\mu} = \slot{kappa}`}
              slots={{ kappa: format(kappa) }}
            />
          </p>
          <p class="note">
            A fixed step must be short enough for the steepest direction, whose curvature is L, and is then
            short for the flattest, whose curvature is μ. Each iteration leaves so much of f − f*:
          </p>
          <Formula
            display
            tex={tex`\text{gradient descent}\quad \left(\tfrac{\kappa - 1}{\kappa + 1}\right)^2`}
          />
          <Formula
            display
            tex={tex`\text{momentum}\quad \left(\tfrac{\sqrt\kappa - 1}{\sqrt\kappa + 1}\right)^2`}
          />
          <Formula display tex={tex`\text{Nesterov}\quad \left(1 - \tfrac{2}{\sqrt{3\kappa + 1}}\right)^2`} />
          <p class="note">
            {isBowl
              ? "The bowl bends everywhere as at its optimum."
              : "Away from the optimum this cost bends more: steps are chosen for the largest curvature anywhere, which takes the place of L in these factors; exact search needs only the L at the optimum."}{" "}
            With momentum the error goes like n² times the factor’s power, so that what is measured comes near
            from above. Newton’s method sees the curvature itself, and doesn’t mind κ at all.
          </p>
        </div>
      </div>
    </>
  );
}

function reading({ across, against }: Props["values"]): string {
  const line =
    across === "log"
      ? "Both scales are logarithmic: a straight line is a power of n, sublinear; linear convergence bends down."
      : "The scale up is logarithmic: a straight line is linear convergence, a fixed factor each time; what bends up is sublinear, what bends down faster.";
  if (against === "milliseconds")
    return `${line} Times are of this machine, and differ a little from run to run.`;
  if (against === "epochs")
    return `${line} A Hessian costs a pass as well; it takes longer than that of a gradient.`;
  return line;
}

type Props = ViewProps<typeof schema, Result>;
