import { useMemo } from "preact/hooks";
import type { Setter } from "../../app/room.ts";
import { Contours, type Grid, gridOf } from "../../charts/contours.tsx";
import { Handle } from "../../charts/handle.tsx";
import { LiveCanvas } from "../../charts/live-canvas.tsx";
import { Label } from "../../charts/marks.tsx";
import { type Frame, Plot } from "../../charts/plot.tsx";
import type { Values } from "../../params/schema.ts";
import type { Clock } from "../../playback/clock.ts";
import { problems } from "../../problems/index.ts";
import { gradientAt } from "./gradient-at.ts";
import { MAP_HEIGHT, pointOn, yOf } from "../../problems/maps.ts";
import { grounds, isOfData } from "./grounds.ts";
import { METHODS, type MethodName } from "./methods.ts";
import type { Result } from "./model.ts";
import { Probe } from "./probe.tsx";
import type { schema } from "./schema.ts";
import { headsPainter, linesPainter, trailOf } from "./trails.ts";
import { retell } from "./words.ts";

interface Props {
  readonly values: Values<typeof schema>;
  readonly set: Setter<typeof schema>;
  readonly result: Result;
  readonly looks: ReadonlyMap<MethodName, number>;
  readonly clock: Clock;
}

/** The ground from above, with the racers on it. */
export function Terrain({ values, set, result, looks, clock }: Props) {
  const ground = grounds[values.ground];
  const y = yOf(ground);
  const grid = useGrid(values, result);
  const gradient = useMemo(
    () => gradientAt(values.ground, result),
    [values.ground, result.map !== undefined],
  );
  const start = pointOn(ground, values.start, ground.start);
  const probe = pointOn(ground, values.probe, ground.probe);
  const trailsIn = (frame: Frame) =>
    result.racers.flatMap(({ method, run }) =>
      run ? [trailOf(METHODS[method].label, looks.get(method) ?? 0, run.path, run.at, frame)] : [],
    );
  return (
    <Plot
      title={`${ground.label} from above: dark is low`}
      summary={retell(result.racers, values.budget)}
      x={{ domain: ground.x, label: ground.axes[0] }}
      y={{ domain: y, label: ground.axes[1] }}
      aspect={MAP_HEIGHT}
      isIsotropic
      overlay={(frame) => {
        const trails = trailsIn(frame);
        return (
          <>
            <LiveCanvas frame={frame} clock={clock} painter={linesPainter(trails, frame)} />
            <LiveCanvas frame={frame} clock={clock} painter={headsPainter(trails, frame)} />
          </>
        );
      }}
      handles={(frame) => (
        <>
          <Handle
            label="Gradient here"
            name="probe"
            at={probe}
            frame={frame}
            color="var(--ink)"
            onMove={(to) => set({ probe: to })}
          />
          <Handle label="Start" name="start" at={start} frame={frame} onMove={(to) => set({ start: to })} />
        </>
      )}
    >
      {(frame) => (
        <>
          {grid && <Contours grid={grid} frame={frame} />}
          <Label at={start} frame={frame} dx={-8} dy={24}>
            start
          </Label>
          <Probe at={probe} frame={frame} gradientAt={gradient} />
        </>
      )}
    </Plot>
  );
}

/** The heights of the ground; of a cost of data they come from the worker, once and for all. */
function useGrid({ ground: name }: Values<typeof schema>, { map }: Result): Grid | undefined {
  return useMemo(() => {
    if (isOfData(name)) return map;
    const { objective } = problems[name];
    return gridOf(
      (a, b) => objective.value(Float64Array.of(a, b)),
      grounds[name].x,
      yOf(grounds[name]),
      128,
      96,
    );
  }, [name, map !== undefined]);
}
