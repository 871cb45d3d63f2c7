import { useMemo } from "preact/hooks";
import type { Look } from "../../charts/looks.ts";
import { round } from "../../charts/marks.tsx";
import type { Frame } from "../../charts/plot.tsx";

interface Props {
  /** Two numbers a point. */
  readonly path: Float64Array;
  /** The number of the last point that is drawn. Default: the last there is. */
  readonly to?: number;
  readonly frame: Frame;
  readonly look: Look;
  readonly class?: string;
}

/** As many points as a line can show. */
const MOST = 1500;

/** A path of many points: where they are on the screen is worked out once, not with every frame. */
export function Track({ path, to = Number.POSITIVE_INFINITY, frame, look, class: name = "" }: Props) {
  const { stride, points } = useMemo(() => {
    const count = path.length / 2;
    const every = Math.max(1, Math.ceil(count / MOST));
    return {
      stride: every,
      points: Array.from({ length: Math.ceil(count / every) }, (_, i) => place(path, i * every, frame)),
    };
  }, [path, frame.width, frame.height, ...frame.x.domain(), ...frame.y.domain()]);
  const last = Math.min(to, path.length / 2 - 1);
  const shown = [...points.slice(0, Math.floor(last / stride) + 1), place(path, last, frame)];
  return (
    <path
      class={`line ${name}`}
      d={`M${shown.join("L")}`}
      style={{ stroke: look.color }}
      stroke-dasharray={look.dash}
    />
  );
}

function place(path: Float64Array, k: number, { x, y }: Frame): string {
  return `${round(x(path[2 * k] ?? 0))} ${round(y(path[2 * k + 1] ?? 0))}`;
}
