import { lookOf } from "../../charts/looks.ts";
import { Plot } from "../../charts/plot.tsx";
import { Series } from "../../charts/series.tsx";
import { format } from "../../params/format.ts";
import type { Iterate } from "./model.ts";

interface Props {
  readonly iterates: readonly Iterate[];
  readonly current: number;
}

const LEAST = 1e-6;
const MOST = 1e3;

/** How far the estimate is from the true Hessian at each iterate: as a matrix, and along the next step. */
export function DistanceChart({ iterates, current }: Props) {
  const at = iterates[current];
  const series = [
    { label: "whole matrix", look: lookOf(2), pick: ({ distance }: Iterate) => distance },
    { label: "along the next step", look: lookOf(1), pick: ({ along }: Iterate) => along },
  ].map(({ pick, ...line }) => ({
    ...line,
    points: iterates.map((iterate, k) => [k, Math.min(MOST, Math.max(LEAST, pick(iterate)))] as const),
  }));
  return (
    <Plot
      title="How far the estimate is from the true Hessian"
      summary={`At step ${current} the estimate differs from the true Hessian by ${format(at?.distance ?? 0, 3)} of it; along the next step by ${format(at?.along ?? 0, 3)}.`}
      x={{ domain: [0, Math.max(1, iterates.length - 1)], label: "step" }}
      y={{ domain: [LEAST, MOST], scale: "log", label: "relative difference" }}
      aspect={0.7}
    >
      {(frame) => (
        <>
          <line class="drop" x1={frame.x(current)} x2={frame.x(current)} y2={frame.height} />
          <Series frame={frame} series={series} />
        </>
      )}
    </Plot>
  );
}
