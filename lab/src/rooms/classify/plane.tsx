import { useMemo, useState } from "preact/hooks";
import type { ViewProps } from "../../app/room.ts";
import type { Values } from "../../params/schema.ts";
import { Canvas } from "../../charts/canvas.tsx";
import { Contours, type Grid } from "../../charts/contours.tsx";
import { Handle } from "../../charts/handle.tsx";
import { Label } from "../../charts/marks.tsx";
import { type Frame, Plot } from "../../charts/plot.tsx";
import { drawHeat, masksOf } from "./draw-heat.ts";
import { drawRows, looksOf } from "./draw-rows.ts";
import { withoutNearest, withPoint } from "./edit-points.ts";
import { planeSummary } from "./explain.ts";
import type { Result } from "./model.ts";
import type { Sample } from "./sample.ts";
import { type schema, TOOL_CLASSES } from "./schema.ts";
import { farthest } from "./farthest.ts";

type Props = Omit<ViewProps<typeof schema, Result>, "result"> & {
  readonly result: Result;
  readonly sample: Sample;
};

/** The rows, the boundary, and the probability as colour; where the reader makes the points, a click is one. */
export function Plane({ values, set, result, sample }: Props) {
  const { fit, window } = result;
  const [cursor, setCursor] = useState<readonly [number, number]>([0, 0]);
  const masks = useMemo(() => fit && masksOf(fit.heat, sample.classes.length), [fit]);
  const names = useMemo(() => farthest(sample), [sample]);
  const isClicked = values.data === "clicked";

  const edit = (at: readonly [number, number], frame: Frame, tool = values.tool) => {
    const points =
      tool === "remove"
        ? withoutNearest(values.points, at, frame)
        : withPoint(values.points, at, TOOL_CLASSES[tool]);
    if (points !== values.points) set({ points });
  };
  const onKeyDown = (event: KeyboardEvent, frame: Frame) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return; // the browser's own
    const tool = toolOf(event.key, values.tool);
    if (!tool) return;
    event.preventDefault();
    edit(cursor, frame, tool);
  };

  return (
    <Plot
      title={
        sample.classes.length > 2
          ? "The likeliest class, and how likely it is"
          : `The probability of “${sample.classes[1] ?? "B"}”`
      }
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
            const colors = looksOf(sample).map(({ color }) => colorOf(color));
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
              label="Cursor: arrow keys move it, Enter does what a click does, A to D add a point of that class, Delete removes the nearest point"
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
          {fit?.margins.length === 1 && fit.margins[0] && (
            <Boundary grid={fit.margins[0]} frame={frame} threshold={values.threshold} />
          )}
          {fit && fit.margins.length > 1 && <Borders margins={fit.margins} frame={frame} />}
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

/** What a key does at the cursor; undefined for nothing. */
function toolOf(key: string, chosen: Values<typeof schema>["tool"]) {
  const letters = { a: "first", b: "second", c: "third", d: "fourth" } as const;
  if (key === "Delete" || key === "Backspace") return "remove";
  if (key === "Enter" || key === " ") return chosen;
  return letters[key.toLowerCase() as keyof typeof letters] as
    (typeof letters)["a" | "b" | "c" | "d"] | undefined;
}

/** Where one class's score passes the highest of the others': all classes but one have every border among them. */
function Borders({ margins, frame }: { readonly margins: readonly Grid[]; readonly frame: Frame }) {
  return (
    <g class="boundary">
      {margins.slice(1).map((margin, k) => (
        <Contours key={k} grid={margin} frame={frame} thresholds={[0]} isFilled={false} />
      ))}
    </g>
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
  const score = Math.log(threshold / (1 - threshold)); // for drawing, as the package's own isn't public; ±∞ at 0 and 1: nowhere
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
