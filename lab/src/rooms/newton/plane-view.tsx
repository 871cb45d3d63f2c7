import { useMemo } from "preact/hooks";
import type { ViewProps } from "../../app/room.ts";
import { Readout, Readouts } from "../../controls/readout.tsx";
import { Table } from "../../controls/table.tsx";
import { Formula } from "../../formula/formula.tsx";
import { format } from "../../params/format.ts";
import { Player } from "../../playback/player.tsx";
import { planeAspect, planes, startWithin } from "../../problems/planes.ts";
import { useSteps } from "../../playback/use-steps.ts";
import { Digits, digitsText } from "./digits.tsx";
import { LocalModel } from "./local-model.tsx";
import type { PlaneResult } from "./plane-model.ts";
import { planeStep, tellPlane } from "./plane-words.ts";
import type { schema } from "./schema.ts";

type Props = Pick<ViewProps<typeof schema, PlaneResult>, "values" | "set"> & { readonly result: PlaneResult };

/** Newton's method in two variables: the local quadratic at each iterate. */
export function PlaneView({ values, set, result }: Props) {
  const { points, targetKind, target } = result;
  const playback = useSteps(points.length - 1, values.step, (step) => set({ step }));
  const k = playback.at;
  const at = points[k] ?? points[0];
  const grid = useMemo(() => result.grid, [result.problem]);
  if (!at) return null;
  const next = points[k + 1];
  const [a, b] = planes[result.problem].axes;
  return (
    <>
      <div class="row">
        <LocalModel
          result={result}
          grid={grid}
          current={k}
          start={startWithin(planes[result.problem], values.start)}
          onMove={(start) => set({ start, step: 0 })}
        />
        <Digits
          errors={points.map(({ error }) => error)}
          current={k}
          aspect={planeAspect(planes[result.problem])}
          target={`the ${targetKind} at ${target.map((x) => format(x, 5)).join(", ")}`}
        />
      </div>
      <Player playback={playback} unit="step" />
      <p class="note">
        {tellPlane(result)} {planeStep(at, next, planes[result.problem])}
      </p>
      <p class="note">
        The dotted curve is where the local quadratic is as high as at the iterate: an ellipse about its
        lowest point where both curvatures are positive, a hyperbola where one of them is negative.
      </p>
      <Formula
        display
        tex={tex`x_{+} = x - t\,(H + \tau I)^{-1} g, \qquad t = \slot{t}, \quad \tau = \slot{ridge}`}
        slots={{ t: next ? format(at.stepSize) : "–", ridge: next ? format(at.ridge) : "–" }}
      />
      <Readouts>
        <Readout name="x1" label={a} value={at.x[0]} digits={8} />
        <Readout name="x2" label={b} value={at.x[1]} digits={8} />
        <Readout name="norm" label="Length of the gradient" value={at.gradientNorm} />
        <Readout name="largest" label="Largest curvature" value={at.largest} />
        <Readout name="least" label="Least curvature" value={at.least} />
        {values.damping !== "off" && (
          <>
            <Readout name="ridge" label="Ridge added" value={at.ridge} />
            <Readout name="t" label="Part of the step taken" value={next ? at.stepSize : undefined} />
          </>
        )}
        <Readout name="iterations" label="Steps in all" value={points.length - 1} />
        <Readout name="value" label="Value at the end" value={result.value} />
      </Readouts>
      <Table
        caption={`Each iterate, and how far it is from the ${targetKind} at ${target.map((x) => format(x, 5)).join(", ")}`}
        heads={["step", a, b, "value", "error", "right digits", "ridge"]}
        current={k}
        rows={points.map(({ x, value, error }, i) => [
          i,
          format(x[0], 7),
          format(x[1], 7),
          format(value, 4),
          format(error, 3),
          digitsText(error),
          format(i > 0 ? (points[i - 1]?.ridge ?? 0) : 0, 2),
        ])}
      />
    </>
  );
}
