import { useMemo } from "preact/hooks";
import { Canvas } from "../../charts/canvas.tsx";
import type { Setter } from "../../app/room.ts";
import { Contours, type Grid } from "../../charts/contours.tsx";
import { Handle } from "../../charts/handle.tsx";
import { type Look, lookOf } from "../../charts/looks.ts";
import { Label, Symbol } from "../../charts/marks.tsx";
import { type Frame, Plot } from "../../charts/plot.tsx";
import { Readout, Readouts } from "../../controls/readout.tsx";
import { format } from "../../params/format.ts";
import type { Values } from "../../params/schema.ts";
import { Player } from "../../playback/player.tsx";
import { usePlayback } from "../../playback/use-playback.ts";
import type { Descent, Least } from "./costs.ts";
import type { Fit } from "./fit.ts";
import type { Result } from "./model.ts";
import { B, type schema, W } from "./schema.ts";

interface Props {
  readonly values: Values<typeof schema>;
  readonly set: Setter<typeof schema>;
  readonly result: Result;
}

/** Both costs over (w, b), and gradient descent on each from one start. */
export function Surfaces({ values, set, result }: Props) {
  const { surfacesKey, descents, descentsKey, least } = result.costs;
  // Every answer brings grids of its own: the contours need be made anew only for other people.
  const surfaces = useMemo(() => result.costs.surfaces, [surfacesKey]);
  const playback = usePlayback(
    Math.max(descents.cross.path.length, descents.squared.path.length) - 1,
    4,
    descentsKey,
  );
  const charts = [
    { name: "cross", title: "Cross-entropy: a bowl", look: lookOf(0) },
    { name: "squared", title: "Squared error: plains and valleys", look: lookOf(2) },
  ] as const;
  return (
    <>
      <div class="row">
        {charts.map((chart) => (
          <Surface
            key={chart.name}
            {...chart}
            grid={surfaces[chart.name]}
            descent={descents[chart.name]}
            least={least[chart.name]}
            at={playback.at}
            values={values}
            set={set}
          />
        ))}
      </div>
      <Player playback={playback} unit="step" />
      <p class="note">
        On cross-entropy the descent {explain(descents.cross, least.cross.value)} On squared error it{" "}
        {explain(descents.squared, least.squared.value)}
      </p>
      <Readouts>
        <Readout name="crossEnd" label="Cross-entropy at the end" value={descents.cross.value} />
        <Readout name="squaredEnd" label="Squared error at the end" value={descents.squared.value} />
        <Readout name="crossSteps" label="Steps on cross-entropy" value={descents.cross.path.length - 1} />
        <Readout
          name="squaredSteps"
          label="Steps on squared error"
          value={descents.squared.path.length - 1}
        />
      </Readouts>
    </>
  );
}

interface SurfaceProps {
  readonly name: string;
  readonly title: string;
  readonly grid: Grid;
  readonly descent: Descent;
  readonly look: Look;
  readonly at: number;
  readonly values: Values<typeof schema>;
  readonly set: Setter<typeof schema>;
  readonly least: Least;
}

function Surface({ name, title, grid, descent, look, at, values, set, least }: SurfaceProps) {
  const [w = 0, b = 0] = values.start;
  return (
    <Plot
      title={title}
      summary={`Gradient descent from w = ${format(w)}, b = ${format(b)} ${explain(descent, least.value)}`}
      x={{ domain: W, label: "slope w" }}
      y={{ domain: B }}
      aspect={0.75}
      leastHeight={260}
      overlay={(frame) => (
        <Canvas
          frame={frame}
          draw={(context, colorOf) => drawPath(context, colorOf(look.color), frame, descent, at)}
        />
      )}
      handles={(frame) => (
        <Handle
          label={`Start of both descents`}
          name={`start-${name}`}
          at={[w, b]}
          frame={frame}
          onMove={(start) => set({ start })}
        />
      )}
    >
      {(frame) => <Ground grid={grid} least={least} own={values} frame={frame} />}
    </Plot>
  );
}

/** What stays while the descent moves: made anew only if something of it changes. */
function Ground({
  grid,
  least,
  own,
  frame,
}: {
  readonly grid: Grid;
  readonly least: Least;
  readonly own: Fit;
  readonly frame: Frame;
}) {
  return useMemo(
    () => (
      <>
        <Contours grid={grid} frame={frame} />
        <Label at={[W[0], B[1]]} frame={frame} dx={6} dy={14}>
          intercept b
        </Label>
        <Symbol at={[least.w, least.b]} frame={frame} look={lookOf(5)} size={110} />
        <Label at={[least.w, least.b]} frame={frame} color={lookOf(5).color}>
          lowest
        </Label>
        <Symbol at={[own.w, own.b]} frame={frame} look={lookOf(6)} />
        <Label at={[own.w, own.b]} frame={frame} color={lookOf(6).color} dy={16}>
          yours
        </Label>
      </>
    ),
    [grid, least, own.w, own.b, frame.width, frame.height],
  );
}

function drawPath(
  context: CanvasRenderingContext2D,
  color: string,
  { x, y }: Frame,
  { path }: Descent,
  at: number,
): void {
  const shown = path.slice(0, Math.floor(at) + 1);
  const [a, b] = shown.at(-1) ?? [0, 0];
  context.strokeStyle = context.fillStyle = color;
  context.lineWidth = 2.5;
  context.lineJoin = "round";
  context.beginPath();
  for (const [w, intercept] of shown) context.lineTo(x(w), y(intercept));
  context.stroke();
  context.beginPath();
  context.arc(x(a), y(b), 5, 0, 7);
  context.fill();
}

/** How a descent went, in words. */
function explain({ status, value, values, path }: Descent, least: number): string {
  const steps = `${path.length - 1} steps`;
  const reached = `cost ${format(value)} after ${steps}; the lowest is ${format(least)}`;
  if (status === "diverged" || status === "not-finite")
    return `explodes after ${steps}: each overshoots by more than the last. A lower learning rate helps.`;
  if (value - least < 1e-3) return `arrives: ${reached}.`;
  if (status === "converged")
    return `stops where the ground is flat, though it is not the lowest: ${reached}.`;
  const isJumping = values.slice(-10).some((after, i, last) => i > 0 && after > (last[i - 1] ?? after));
  if (isJumping) return `jumps to and fro, for the learning rate is too high: ${reached}.`;
  return `is still far away: ${reached}.`;
}
