import type { Setter } from "../../app/room.ts";
import { Handle } from "../../charts/handle.tsx";
import { lookOf } from "../../charts/looks.ts";
import { Label, Line, type Points, Symbol } from "../../charts/marks.tsx";
import { Plot } from "../../charts/plot.tsx";
import { format } from "../../params/format.ts";
import type { Values } from "../../params/schema.ts";
import type { Costs } from "./costs.ts";
import { W, type schema } from "./schema.ts";

interface Props {
  readonly values: Values<typeof schema>;
  readonly set: Setter<typeof schema>;
  readonly costs: Costs;
}

const [CROSS, SQUARED] = [lookOf(0), lookOf(2)];
const TOP = 2.5;

/** The mean costs of all people along w, at the present b. */
export function SliceChart({ values, set, costs }: Props) {
  const { slice, here } = costs;
  const points = (costsAlong: readonly number[]): Points =>
    slice.w.map((w, i) => [w, costsAlong[i] ?? 0] as const);
  return (
    <Plot
      title={`The mean cost along w, b = ${format(values.b, 3)}`}
      summary={`At w = ${format(values.w)}: cross-entropy ${format(here.cross)}, squared error ${format(here.squared)}. Of the curve of cross-entropy ${percent(slice.bendsDown.cross)} bends down, of that of squared error ${percent(slice.bendsDown.squared)}.`}
      x={{ domain: W, label: "slope w" }}
      y={{ domain: [0, TOP], label: "mean cost" }}
      aspect={0.7}
      leastHeight={250}
      handles={(frame) => (
        <Handle
          label="Slope w"
          name="w"
          at={[values.w, Math.min(TOP, here.cross)]}
          frame={frame}
          moves="x"
          color={CROSS.color}
          step={[0.01, 0]}
          onMove={([w]) => set({ w: Math.round(1000 * w) / 1000 })}
        />
      )}
    >
      {(frame) => (
        <>
          <Line points={points(slice.cross)} frame={frame} look={CROSS} />
          <Line points={points(slice.squared)} frame={frame} look={SQUARED} />
          <Symbol at={[values.w, here.squared]} frame={frame} look={SQUARED} size={90} />
          <Label at={labelAt(slice.w, slice.cross)} frame={frame} color={CROSS.color} dx={10} dy={4}>
            cross-entropy
          </Label>
          <Label at={[W[0], slice.squared[0] ?? 0]} frame={frame} color={SQUARED.color} dx={4} dy={-10}>
            squared error
          </Label>
        </>
      )}
    </Plot>
  );
}

export function percent(part: number): string {
  return `${format(100 * part, 2)} %`;
}

/** Where the curve enters the picture. */
function labelAt(w: readonly number[], cost: readonly number[]): readonly [number, number] {
  const i = cost.findIndex((value) => value < 0.85 * TOP);
  return [w[i] ?? 0, cost[i] ?? 0];
}
