import { Contours } from "../../charts/contours.tsx";
import { Dots } from "../../charts/dots.tsx";
import { Handle } from "../../charts/handle.tsx";
import type { Look } from "../../charts/looks.ts";
import { Line, type Points, Symbol } from "../../charts/marks.tsx";
import { Plot } from "../../charts/plot.tsx";
import { Still } from "../../charts/still.tsx";
import type { Ground, Run } from "./model.ts";
import { type Scene, scenes } from "./scenes.ts";

interface Props {
  readonly title: string;
  readonly summary: string;
  readonly ground: Ground;
  readonly run: Run;
  /** How many steps are shown. */
  readonly shown: number;
  readonly look: Look;
  readonly aspect: number;
  /** Whether there are axes. */
  readonly hasAxes?: boolean;
  /** Makes the start a handle. */
  readonly onStart?: (start: readonly [number, number]) => void;
  /** Where the handle is: it may be ahead of the run by a moment. */
  readonly start?: readonly [number, number];
}

const MINIMUM = { color: "var(--ink)", shape: "cross", dash: "" } as const;

/** The path of a run on the cost's contours. */
export function RunMap(props: Props) {
  const { title, summary, ground, run, shown, look, aspect, hasAxes = false, onStart, start } = props;
  const scene: Scene = scenes[ground.scene];
  const path = inReach(run.path.slice(0, shown + 1), scene);
  return (
    <Plot
      title={title}
      summary={summary}
      x={{ domain: scene.x, isShown: hasAxes, label: scene.axes[0] }}
      y={{ domain: scene.y, isShown: hasAxes }}
      aspect={aspect}
      {...(!hasAxes && { leastHeight: 0 })}
      isIsotropic={scene.isIsotropic}
      handles={(frame) =>
        onStart &&
        start && <Handle label="Start of the runs" name="start" at={start} frame={frame} onMove={onStart} />
      }
    >
      {(frame) => (
        <>
          <Still frame={frame} of={[ground.grid]}>
            {() => <Contours grid={ground.grid} frame={frame} />}
          </Still>
          <Symbol at={ground.minimum} frame={frame} look={MINIMUM} size={50} />
          <Line points={path} frame={frame} look={{ ...look, dash: "" }} class="thin" />
          <Dots points={path} frame={frame} look={look} />
          <Symbol at={path.at(-1) ?? [0, 0]} frame={frame} look={look} size={80} />
          {hasAxes && (
            <text x={6} y={14}>
              {scene.axes[1]}
            </text>
          )}
        </>
      )}
    </Plot>
  );
}

/** The path up to the first point that is far outside of the window: browsers don't draw lines to 10⁹ pixels. */
function inReach(path: Points, { x, y }: Scene): Points {
  const isFar = (value: number, [low, high]: readonly [number, number]) =>
    Math.abs(value - low) > 20 * (high - low);
  const end = path.findIndex(([a, b]) => isFar(a, x) || isFar(b, y));
  return end < 0 ? path : path.slice(0, end);
}
