import type { ViewProps } from "../../app/room.ts";
import { Readout, Readouts } from "../../controls/readout.tsx";
import { Formula } from "../../formula/formula.tsx";
import { format } from "../../params/format.ts";
import { CurveChart } from "./curve-chart.tsx";
import { DecisionTable } from "./decisions.tsx";
import { ExampleChart } from "./example-chart.tsx";
import { heightAt } from "./fit.ts";
import type { Result } from "./model.ts";
import type { schema } from "./schema.ts";
import { percent, SliceChart } from "./slice-chart.tsx";
import "./style.css";
import { Surfaces } from "./surfaces.tsx";

export function View({ values, set, result }: ViewProps<typeof schema, Result>) {
  if (!result) return null;
  const { best, costs, example } = result;
  return (
    <>
      <CurveChart values={values} set={set} result={result} />
      <div class="beside">
        <Formula display tex={tex`p = \sigma(z) = \frac{1}{1 + e^{-z}}`} />
        <Formula
          display
          tex={tex`z = \slot{w}\,(\text{height} - 68) + \slot{b}`}
          slots={{
            w: format(values.w, 3),
            b: values.b < 0 ? `(${format(values.b, 3)})` : format(values.b, 3),
          }}
        />
        <button type="button" data-action="fit" onClick={() => set(best.sigmoid)}>
          Fit: the best w and b
        </button>
      </div>
      <p class="note">{tellOutside(result)}</p>
      <Readouts>
        <Readout
          name="lineHalf"
          label="Height where the line is ½"
          value={heightAt(best.line, 0.5)}
          unit="in"
        />
        <Readout
          name="sigmoidHalf"
          label="Where the best sigmoid is ½"
          value={heightAt(best.sigmoid, 0)}
          unit="in"
        />
        <Readout name="cost" label="Your mean cross-entropy" value={costs.here.cross} />
        <Readout name="leastCost" label="The least there is" value={costs.least.cross.value} />
      </Readouts>
      <DecisionTable decisions={result.decisions} />
      <div class="row">
        <ExampleChart values={values} set={set} example={example} />
        <SliceChart values={values} set={set} costs={costs} />
      </div>
      <Readouts>
        <Readout name="exampleP" label="Example: p of “man”" value={example.here.p} />
        <Readout name="exampleCross" label="Example: cross-entropy" value={example.here.cost.cross} />
        <Readout name="exampleCrossSlope" label="Its slope along z" value={example.here.slope.cross} />
        <Readout name="exampleSquared" label="Example: squared error" value={example.here.cost.squared} />
        <Readout name="exampleSquaredSlope" label="Its slope along z" value={example.here.slope.squared} />
        <Readout name="squaredCost" label="Your mean squared error" value={costs.here.squared} />
        <Readout name="leastSquared" label="The least there is" value={costs.least.squared.value} />
      </Readouts>
      <p class="note">
        Along w, {percent(costs.slice.bendsDown.cross)} of the curve of cross-entropy bends down, and{" "}
        {percent(costs.slice.bendsDown.squared)} of that of squared error. A curve that bends down nowhere is
        convex: downhill leads to the lowest point from everywhere.
      </p>
      <Surfaces values={values} set={set} result={result} />
    </>
  );
}

function tellOutside({ outside: { below, above }, best, people, before }: Result): string {
  const half = (at: number | undefined) => (at === undefined ? "nowhere" : `${format(at, 4)} in`);
  const leaves = `The line promises more than 100 % for ${format(above)} of ${format(people)} people, and less than 0 % for ${below}. The sigmoid can’t.`;
  if (!before) return leaves;
  const [line, sigmoid] = [heightAt(best.line, 0.5), heightAt(best.sigmoid, 0)];
  return `${leaves} With the people added the line’s ½ moved from ${half(heightAt(before.line, 0.5))} to ${half(line)}, the best sigmoid’s from ${half(heightAt(before.sigmoid, 0))} to ${half(sigmoid)} (thin lines: before).`;
}
