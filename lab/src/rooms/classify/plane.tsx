import { useMemo, useState } from "preact/hooks";
import type { ViewProps } from "../../app/room.ts";
import { Canvas } from "../../charts/canvas.tsx";
import { Contours, type Grid } from "../../charts/contours.tsx";
import { Handle } from "../../charts/handle.tsx";
import { Label } from "../../charts/marks.tsx";
import { type Frame, Plot } from "../../charts/plot.tsx";
import { drawHeat, masksOf } from "./draw-heat.ts";
import { CLASS_LOOKS, drawRows } from "./draw-rows.ts";
import { withoutNearest, withPoint } from "./edit-points.ts";
import { planeSummary } from "./explain.ts";
import type { Result } from "./model.ts";
import type { Sample } from "./sample.ts";
import type { schema } from "./schema.ts";
import { farthest } from "./farthest.ts";

type Props = Omit<ViewProps<typeof schema, Result>, "result"> & {
  readonly result: Result;
  readonly sample: Sample;
};

/** The rows, the boundary, and the probability as colour; where the reader makes the points, a click is one. */
export function Plane({ values, set, result, sample }: Props) {
  const { fit, window } = result;
  const [cursor, setCursor] = useState<readonly [number, number]>([0, 0]);
  const masks = useMemo(() => fit && masksOf(fit.grid), [fit]);
  const names = useMemo(() => farthest(sample), [sample]);
  const isClicked = values.data === "clicked";

  const edit = (at: readonly [number, number], frame: Frame, tool = values.tool) => {
    const points =
      tool === "remove"
        ? withoutNearest(values.points, at, frame)
        : withPoint(values.points, at, tool === "second" ? 1 : 0);
    if (points !== values.points) set({ points });
  };
  const onKeyDown = (event: KeyboardEvent, frame: Frame) => {
    const isDelete = event.key === "Delete" || event.key === "Backspace";
    if (!isDelete && event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    edit(cursor, frame, isDelete ? "remove" : values.tool);
  };

  return (
    <Plot
      title={`The probability of “${sample.classes[1]}”`}
      summary={planeSummary(result, values.threshold)}
      x={{ domain: window.x, label: sample.columns[0] ?? "x" }}
      y={{ domain: window.y, label: sample.columns[1] ?? "", ...(sample.spread && { isShown: false }) }}
      aspect={0.66}
      class="plane"
      underlay={(frame) => (
        <Canvas
          frame={frame}
          draw={(context, colorOf) => {
            if (!masks) return;
            const colors = CLASS_LOOKS.map(({ color }) => colorOf(color));
            drawHeat(context, frame, masks, colors);
          }}
        />
      )}
      overlay={(frame) => (
        <Canvas
          frame={frame}
          draw={(context, colorOf) => drawRows(context, frame, sample, fit?.predicted, colorOf)}
        />
      )}
      handles={(frame) =>
        isClicked && (
          <g
            onClick={({ clientX, clientY, currentTarget }) => {
              const box = currentTarget.querySelector("rect")?.getBoundingClientRect();
              if (box) edit([frame.x.invert(clientX - box.x), frame.y.invert(clientY - box.y)], frame);
            }}
            onKeyDown={(event) => onKeyDown(event, frame)}
          >
            <rect width={frame.width} height={frame.height} class="clicks" data-clicks />
            <Handle
              label="Cursor: arrow keys move it, Enter does what a click does, Delete removes the nearest point"
              name="cursor"
              at={cursor}
              frame={frame}
              onMove={setCursor}
            />
          </g>
        )
      }
    >
      {(frame) => (
        <>
          {fit && <Boundary grid={fit.grid} frame={frame} threshold={values.threshold} />}
          {names.map(
            (at, k) =>
              at && (
                <Label key={sample.classes[k]} at={at} frame={frame} dx={10} dy={4}>
                  {sample.classes[k] ?? ""}
                </Label>
              ),
          )}
        </>
      )}
    </Plot>
  );
}

/** Where the probability is the threshold; and dashed where the score is 0, if that is elsewhere. */
function Boundary({
  grid,
  frame,
  threshold,
}: {
  readonly grid: Grid;
  readonly frame: Frame;
  readonly threshold: number;
}) {
  const score = Math.log(threshold / (1 - threshold)); // ±∞ at 0 and 1: nowhere
  const place = useMemo(() => crossing(grid, score), [grid, score]);
  return (
    <>
      {threshold !== 0.5 && (
        <g class="zero">
          <Contours grid={grid} frame={frame} thresholds={[0]} isFilled={false} />
        </g>
      )}
      <g class="boundary">
        {Number.isFinite(score) && (
          <Contours grid={grid} frame={frame} thresholds={[score]} isFilled={false} />
        )}
      </g>
      {place && <Label at={place} frame={frame}>{`p = ${threshold}`}</Label>}
    </>
  );
}

/** A place on the line where the score has a value, near the top and the right. */
function crossing({ values, cols, rows, x, y }: Grid, score: number): readonly [number, number] | undefined {
  for (let j = Math.floor(0.93 * rows); j >= 0; j--) {
    for (let i = cols - 2; i > 0; i--) {
      const [a = 0, b = 0] = [values[i - 1 + cols * j], values[i + cols * j]];
      if (a >= score === b >= score) continue;
      return [x[0] + ((x[1] - x[0]) * i) / (cols - 1), y[0] + ((y[1] - y[0]) * j) / (rows - 1)];
    }
  }
  return undefined;
}
