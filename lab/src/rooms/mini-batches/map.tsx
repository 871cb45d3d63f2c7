import { useMemo } from "preact/hooks";
import type { Setter } from "../../app/room.ts";
import { Contours } from "../../charts/contours.tsx";
import { Handle } from "../../charts/handle.tsx";
import { Label, Symbol } from "../../charts/marks.tsx";
import { Plot } from "../../charts/plot.tsx";
import { Still } from "../../charts/still.tsx";
import { planeMaps } from "../../data/plane-maps.ts";
import { format } from "../../params/format.ts";
import type { Values } from "../../params/schema.ts";
import { looks } from "./looks.ts";
import type { Result } from "./model.ts";
import { OptimumMark } from "./optimum-mark.tsx";
import { Track } from "./track.tsx";
import { explain, names } from "./words.ts";
import type { schema } from "./schema.ts";

interface Props {
  readonly values: Values<typeof schema>;
  readonly set: Setter<typeof schema>;
  readonly result: Result;
  /** The number of the update that is shown. */
  readonly at: number;
}

/** The first point of a path that has at most half of the way to its end before it. */
function halfWay(path: Float64Array): readonly [number, number] {
  const [a = 0, b = 0] = path.subarray(-2);
  const left = (k: number) => Math.hypot((path[2 * k] ?? 0) - a, (path[2 * k + 1] ?? 0) - b);
  let k = 0;
  while (left(k) > left(0) / 2) k++;
  return [path[2 * k] ?? 0, path[2 * k + 1] ?? 0];
}

/** The true cost as a map, with the path on it: ghosts below, the full batch's path above. */
export function MapOfCost({ values, set, result, at }: Props) {
  const { method } = values;
  const map = planeMaps[values.data];
  const { path } = result[method];
  const { full, ghosts, grid, optimum } = result;
  const here = [path[2 * at] ?? 0, path[2 * at + 1] ?? 0] as const;
  const summary = useMemo(() => explain(values, result), [values, result]);
  return (
    <Plot
      title="The way over the true cost"
      summary={`${summary} The optimum is at ${optimum.map((w) => format(w, 3)).join(", ")}. ${ghosts.length} other seeds are drawn faintly.`}
      x={{ domain: map.x, label: map.weights[0] }}
      y={{ domain: map.y, label: map.weights[1] }}
      isIsotropic
      aspect={0.86}
      handles={(frame) => (
        <Handle
          label="Start"
          name="start"
          at={values.start as [number, number]}
          frame={frame}
          onMove={(start) => set({ start })}
        />
      )}
    >
      {(frame) => (
        <>
          <Still of={[grid, frame.width, frame.height]}>{() => <Contours grid={grid} frame={frame} />}</Still>
          <Still of={[ghosts, frame.width, frame.height]}>
            {() => (
              <g class="ghosts">
                {ghosts.map((ghost, i) => (
                  <Track key={i} path={ghost} frame={frame} look={looks[method]} class="thin" />
                ))}
              </g>
            )}
          </Still>
          <Track path={path} to={at} frame={frame} look={{ ...looks[method], dash: "" }} />
          <Still of={[full, frame.width, frame.height]}>
            {() => <Track path={full.path} frame={frame} look={looks.full} />}
          </Still>
          <OptimumMark at={optimum} frame={frame} />
          <Symbol at={here} frame={frame} look={looks[method]} size={90} />
          <Label at={values.start as [number, number]} frame={frame}>
            start
          </Label>
          <Label at={halfWay(full.path)} frame={frame} color={looks.full.color} dy={20}>
            {names.full}
          </Label>
          <Label at={here} frame={frame} color={looks[method].color} dy={22}>
            {names[method]}
          </Label>
        </>
      )}
    </Plot>
  );
}
