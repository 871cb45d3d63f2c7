import { useMemo } from "preact/hooks";
import type { Setter } from "../../app/room.ts";
import { Contours, gridOf } from "../../charts/contours.tsx";
import { Handle } from "../../charts/handle.tsx";
import { lookOf } from "../../charts/looks.ts";
import { Arrow, Label, Line, Symbol } from "../../charts/marks.tsx";
import { type Frame, Plot } from "../../charts/plot.tsx";
import { spread } from "../../charts/series.tsx";
import { format } from "../../params/format.ts";
import type { Values } from "../../params/schema.ts";
import { problems } from "../../problems/index.ts";
import { MAP_HEIGHT, maps, pointOn, yOf } from "../../problems/maps.ts";
import { magnification, type Vector, vectorsOf } from "./arrows.ts";
import type { Result, Step } from "./model.ts";
import { RULES } from "./rules.ts";
import type { schema } from "./schema.ts";

interface Props {
  readonly values: Values<typeof schema>;
  readonly set: Setter<typeof schema>;
  readonly result: Result;
  readonly step: Step | undefined;
}

/** What shows only a direction is so long, in pixels. */
const DIRECTION = 70;

/** The run so far, and the arrows of the step that comes next. */
export function Terrain({ values, set, result, step }: Props) {
  const { ground, rule } = values;
  const map = maps[ground];
  const grid = useMemo(() => {
    const { value } = problems[ground].objective;
    return gridOf((a, b) => value(Float64Array.of(a, b)), map.x, yOf(map));
  }, [ground]);
  const path = useMemo(() => [result.start, ...result.steps.map(({ next }) => next)], [result.key]);
  // Not that of the result, which comes later than the next press of a key.
  const start = pointOn(map, values.start, problems[ground].start);
  const vectors = step ? vectorsOf(values, step) : [];
  return (
    <Plot
      title={`${problems[ground].label}: step ${step?.number ?? 1} of ${RULES[rule]}`}
      summary={step ? told(step, vectors) : "The first step explodes."}
      x={{ domain: map.x, label: "a" }}
      y={{ domain: yOf(map), label: "b" }}
      aspect={MAP_HEIGHT}
      isIsotropic
      handles={(frame) => (
        <Handle label="Start" name="start" at={start} frame={frame} onMove={(to) => set({ start: to })} />
      )}
    >
      {(frame) => (
        <>
          <Ground grid={grid} frame={frame} />
          <Line points={path} frame={frame} class="thin quiet" />
          {step && (
            <>
              <Line points={path.slice(0, step.number)} frame={frame} look={lookOf(0)} />
              <Arrows vectors={vectors} from={step.x} frame={frame} />
              <Symbol at={step.x} frame={frame} look={lookOf(0)} />
            </>
          )}
        </>
      )}
    </Plot>
  );
}

function Ground({ grid, frame }: { readonly grid: ReturnType<typeof gridOf>; readonly frame: Frame }) {
  return useMemo(() => <Contours grid={grid} frame={frame} />, [grid, frame.width, frame.height]);
}

interface ArrowsProps {
  readonly vectors: readonly Vector[];
  readonly from: readonly [number, number];
  readonly frame: Frame;
}

function Arrows({ vectors, from, frame }: ArrowsProps) {
  const pixels = frame.x(1) - frame.x(0);
  const times = magnification(vectors, pixels);
  const placed = vectors
    .filter(({ vector: [a, b] }) => a !== 0 || b !== 0)
    .map(({ label, color, vector: [a, b], after = [0, 0], isMove }) => {
      const scale = isMove ? times : DIRECTION / pixels / Math.hypot(a, b);
      const tail = [from[0] + times * after[0], from[1] + times * after[1]] as const;
      const tip = [tail[0] + scale * a, tail[1] + scale * b] as const;
      const name = isMove && times > 1 ? `${label} × ${times.toLocaleString("en")}` : label;
      return { label, color, tail, tip, name };
    });
  const heights = spread(
    placed.map(({ tail, tip }) => frame.y(tip[1]) + (tip[1] < tail[1] ? 16 : -6)),
    15,
    28, // below the name of the axis
    frame.height - 6,
  );
  return (
    <>
      {placed.map(({ label, color, tail, tip, name }, i) => (
        <g key={label} data-arrow={label}>
          <Arrow from={tail} to={tip} frame={frame} color={color} />
          <Label at={tip} frame={frame} color={color} dy={(heights[i] ?? 0) - frame.y(tip[1])}>
            {name}
          </Label>
        </g>
      ))}
    </>
  );
}

function told({ number, x, next, value, nextValue }: Step, vectors: readonly Vector[]): string {
  const at = (point: readonly number[]) => point.map((coordinate) => format(coordinate, 3)).join(", ");
  const arrows = vectors.map(({ label, vector }) => `${label} (${at(vector)})`).join("; ");
  return `Step ${number} goes from (${at(x)}), cost ${format(value, 3)}, to (${at(next)}), cost ${format(nextValue, 3)}. Arrows: ${arrows}.`;
}
