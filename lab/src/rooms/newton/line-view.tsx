import { useMemo } from "preact/hooks";
import type { ViewProps } from "../../app/room.ts";
import { Handle } from "../../charts/handle.tsx";
import { lookOf } from "../../charts/looks.ts";
import { Label, Symbol } from "../../charts/marks.tsx";
import { Plot } from "../../charts/plot.tsx";
import { Series } from "../../charts/series.tsx";
import { Readout, Readouts } from "../../controls/readout.tsx";
import { Table } from "../../controls/table.tsx";
import { Formula } from "../../formula/formula.tsx";
import { format } from "../../params/format.ts";
import { Player } from "../../playback/player.tsx";
import { useSteps } from "../../playback/use-steps.ts";
import { Digits, digitsText } from "./digits.tsx";
import { lineProblems, sampled, WINDOW } from "./functions/index.ts";
import type { LinePoint, LineResult } from "./line-model.ts";
import { stepStory, tellLine } from "./line-words.ts";
import type { schema } from "./schema.ts";
import { Tangents } from "./tangents.tsx";
import { sub } from "./words.ts";

type Props = Pick<ViewProps<typeof schema, LineResult>, "values" | "set"> & { readonly result: LineResult };

/** Newton's method in one variable: Taylor's models of f, and tangents of f′. */
export function LineView({ values, set, result }: Props) {
  const { points, target } = result;
  const problem = lineProblems[result.fn];
  const playback = useSteps(points.length - 1, values.step, (step) => set({ step }));
  const k = playback.at;
  const at = points[k] ?? points[0];
  const curve = useMemo(() => sampled((x) => problem.objective.value(Float64Array.of(x))), [problem]);
  if (!at) return null;
  const next = points[k + 1];
  const move = ([x0]: readonly [number, number]) => set({ x0, step: 0 });
  const first = sampled((x) => at.value + at.slope * (x - at.x));
  const second = sampled(
    (x) => at.value + at.slope * (x - at.x) + (at.curvature / 2) * (x - at.x) * (x - at.x),
  );
  const inWindow = (y: number, [low, high]: readonly [number, number]) => Math.min(high, Math.max(low, y));

  return (
    <>
      <div class="row">
        <Plot
          title={`${problem.formula} and Taylor’s models at x${sub(k)}`}
          summary={`At x = ${format(at.x)} f is ${format(at.value)}, its slope ${format(at.slope)}, its curvature ${format(at.curvature)}. ${stepStory(at, next)}`}
          x={{ domain: WINDOW, label: "x" }}
          y={{ domain: problem.values }}
          aspect={0.72}
          handles={(frame) => (
            <Handle
              label="Start x₀ on f"
              name="x0"
              moves="x"
              step={[0.05, 0]}
              at={[values.x0, inWindow(problem.objective.value(Float64Array.of(values.x0)), problem.values)]}
              frame={frame}
              onMove={move}
            />
          )}
        >
          {(frame) => (
            <>
              <Series
                frame={frame}
                hasSymbols={false}
                series={[
                  { label: "f", look: lookOf(0), points: curve },
                  { label: "1st order", look: lookOf(1), points: first },
                  { label: "2nd order", look: lookOf(2), points: second },
                ]}
              />
              {at.crossing !== undefined && (
                <line
                  class="drop"
                  x1={frame.x(at.crossing)}
                  x2={frame.x(at.crossing)}
                  y1={0}
                  y2={frame.height}
                />
              )}
              <Symbol at={[at.x, at.value]} frame={frame} look={lookOf(3)} size={90} />
              <Label at={[at.x, at.value]} frame={frame} dy={18} color={lookOf(3).color}>
                {`x${sub(k)}`}
              </Label>
            </>
          )}
        </Plot>
        <Tangents result={result} current={k} x0={values.x0} onMove={move} />
      </div>
      <Player playback={playback} unit="step" />
      <p class="note">
        {tellLine(result)} {stepStory(at, next)}
      </p>
      <p class="note">
        A whole step goes to where the 2nd-order model is level, and that is where the tangent of f′ is zero.
        Drag the start in either picture.
      </p>
      {next && <Update at={at} next={next} />}
      <Readouts>
        <Readout name="x" label={`x${sub(k)}`} value={at.x} digits={8} />
        <Readout name="slope" label="Slope f′ there" value={at.slope} />
        <Readout name="curvature" label="Curvature f″ there" value={at.curvature} />
        <Readout name="crossing" label="Its tangent crosses 0 at" value={at.crossing} digits={8} />
        {values.damping !== "off" && (
          <>
            <Readout name="ridge" label="Ridge added to f″" value={at.ridge} />
            <Readout name="t" label="Part of the step taken" value={next ? at.stepSize : undefined} />
          </>
        )}
        <Readout name="iterations" label="Steps in all" value={points.length - 1} />
        <Readout name="value" label="f at the end" value={result.value} />
      </Readouts>
      <div class="row">
        <Digits
          errors={points.map(({ error }) => error)}
          current={k}
          target={`the ${target.kind} at ${format(target.x, 6)}`}
        />
        <Table
          caption={`Each iterate, and how far it is from the ${target.kind} at ${format(target.x, 6)}`}
          heads={["step", "x", "error", "right digits"]}
          current={k}
          rows={points.map(({ x, error }, i) => [i, format(x, 10), format(error, 3), digitsText(error)])}
        />
      </div>
    </>
  );
}

/** The rule with the numbers of a step. */
function Update({ at, next }: { readonly at: LinePoint; readonly next: LinePoint }) {
  const slots = {
    x: format(at.x, 6),
    t: format(at.stepSize, 4),
    slope: format(at.slope, 5),
    curvature: at.ridge > 0 ? `${format(at.curvature, 5)} + ${format(at.ridge, 3)}` : format(at.curvature, 5),
    next: format(next.x, 8),
  };
  return (
    <Formula
      display
      tex={tex`x_{+} = x - t\,\dfrac{f'(x)}{f''(x) + \tau} \;=\; \slot{x} \;-\; \slot{t} \;\cdot\; \dfrac{\slot{slope}}{\slot{curvature}} \;=\; \slot{next}`}
      slots={slots}
    />
  );
}
