import { Contours } from "../../charts/contours.tsx";
import { Dots } from "../../charts/dots.tsx";
import { Handle } from "../../charts/handle.tsx";
import { Line, round, Symbol } from "../../charts/marks.tsx";
import { type Frame, Plot } from "../../charts/plot.tsx";
import { Still } from "../../charts/still.tsx";
import { format } from "../../params/format.ts";
import { lookOfMethod, nameOf, REJECTED } from "./names.ts";
import type { Result } from "./model.ts";
import { ASPECT, scenes } from "./scenes.ts";
import type { Search } from "./search.ts";
import { story } from "./words.ts";

interface Props {
  readonly result: Result;
  /** Where the handle is: it may be ahead of the runs by a moment. */
  readonly start: readonly [number, number];
  readonly onStart: (start: readonly [number, number]) => void;
}

const MINIMUM = { color: "var(--ink)", shape: "cross", dash: "" } as const;

/** The paths on contours: that of the chosen method with its search from one iterate, the others thin. */
export function PathMap({ result, start, onStart }: Props) {
  const { ground, runs, method, search } = result;
  const scene = scenes[ground.scene];
  const chosen = runs.find((run) => run.method === method);
  const end = chosen?.path.at(-1) ?? [0, 0];
  return (
    <Plot
      title={`The path: ${nameOf(method)}`}
      summary={`From ${start.map((a) => format(a, 3)).join(", ")} to ${end.map((a) => format(a, 3)).join(", ")} in ${(chosen?.path.length ?? 1) - 1} steps. ${story(result, false)}`}
      x={{ domain: scene.x }}
      y={{ domain: scene.y }}
      aspect={ASPECT}
      isIsotropic
      handles={(frame) => (
        <Handle label="Start of the runs" name="start" at={start} frame={frame} onMove={onStart} />
      )}
    >
      {(frame) => (
        <>
          <Still frame={frame} of={[ground.grid]}>
            {() => <Contours grid={ground.grid} frame={frame} />}
          </Still>
          {ground.minima.map((at) => (
            <Symbol key={at.join()} at={at} frame={frame} look={MINIMUM} size={50} />
          ))}
          {runs
            .filter((run) => run.method !== method)
            .map((run) => (
              <Line
                key={run.method}
                points={run.path}
                frame={frame}
                look={lookOfMethod(run.method)}
                class="thin"
              />
            ))}
          {chosen && (
            <>
              <Line points={chosen.path} frame={frame} look={{ ...lookOfMethod(method), dash: "" }} />
              <Dots points={chosen.path} frame={frame} look={lookOfMethod(method)} />
            </>
          )}
          {search && <Ray search={search} frame={frame} />}
        </>
      )}
    </Plot>
  );
}

/** The ray of a search, with the lengths that it tried. */
function Ray({ search, frame }: { readonly search: Search; readonly frame: Frame }) {
  const { from, direction, whole, trials, cosine, taken } = search;
  const at = (t: number) => [from[0] + t * direction[0], from[1] + t * direction[1]] as const;
  return (
    <>
      <Line points={[from, at(reach(whole.end, search, frame))]} frame={frame} class="thin" />
      {trials
        .filter(({ fate }) => fate !== "taken")
        .map(({ t }) => (
          <Symbol key={t} at={at(t)} frame={frame} look={REJECTED} size={40} />
        ))}
      <Symbol at={from} frame={frame} look={{ color: "var(--ink)", shape: "circle", dash: "" }} size={50} />
      <Symbol
        at={at(taken)}
        frame={frame}
        look={{ color: "var(--good)", shape: "circle", dash: "" }}
        size={80}
      />
      {cosine !== undefined && Math.abs(cosine) < 0.01 && <RightAngle search={search} frame={frame} />}
    </>
  );
}

/** As far along the ray as is worth drawing: browsers don't draw lines to 10⁹ pixels. */
function reach(end: number, { direction: [p, q], taken }: Search, { x }: Frame): number {
  const [low = 0, high = 1] = x.domain();
  return Math.max(taken, Math.min(end, (3 * (high - low)) / Math.sqrt(p * p + q * q)));
}

/** The corner's mark where a step stands at a right angle to the one before. */
function RightAngle({ search, frame }: { readonly search: Search; readonly frame: Frame }) {
  const { from, direction } = search;
  const [x, y] = [frame.x(from[0]), frame.y(from[1])];
  const unit = (u: number, v: number) => {
    const length = Math.hypot(u, v);
    return [(10 * u) / length, (10 * v) / length] as const;
  };
  const [p, q] = unit(frame.x(from[0] + direction[0]) - x, frame.y(from[1] + direction[1]) - y);
  // Back along the step before, which stands at a right angle: on the side from which it came.
  const side = search.isLeftTurn ? 1 : -1;
  const [u, v] = [side * q, -side * p];
  return (
    <path
      class="line thin"
      d={`M${round(x + p)} ${round(y + q)}L${round(x + p + u)} ${round(y + q + v)}L${round(x + u)} ${round(y + v)}`}
    />
  );
}
