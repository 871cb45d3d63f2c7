import { round } from "./marks.tsx";
import type { Frame } from "./plot.tsx";

/** The entries aa, ab and bb of a symmetric matrix of two rows. */
export type Symmetric = readonly [number, number, number];

/** The semi-axes of the ellipse of a covariance: lengths, longest first, and the unit vector of the longest. */
export function ellipseAxes([aa, ab, bb]: Symmetric) {
  const mean = (aa + bb) / 2;
  const spread = Math.hypot((aa - bb) / 2, ab);
  const turn = Math.atan2(2 * ab, aa - bb) / 2;
  return {
    lengths: [Math.sqrt(mean + spread), Math.sqrt(Math.max(0, mean - spread))] as const,
    direction: [Math.cos(turn), Math.sin(turn)] as const,
  };
}

/** The points at `times` standard deviations of a covariance about a centre. */
export function Ellipse({
  at,
  covariance,
  times = 1,
  frame,
  color,
}: {
  readonly at: readonly [number, number];
  readonly covariance: Symmetric;
  readonly times?: number;
  readonly frame: Frame;
  readonly color: string;
}) {
  const {
    lengths: [long, short],
    direction: [c, s],
  } = ellipseAxes(covariance);
  const points = Array.from({ length: 64 }, (_, i) => {
    const turn = (i * Math.PI) / 32;
    const [u, v] = [times * long * Math.cos(turn), times * short * Math.sin(turn)];
    return `${round(frame.x(at[0] + c * u - s * v))} ${round(frame.y(at[1] + s * u + c * v))}`;
  });
  return <path class="ellipse" d={`M${points.join("L")}Z`} style={{ stroke: color, fill: color }} />;
}
