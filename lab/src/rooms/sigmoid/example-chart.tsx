import type { Setter } from "../../app/room.ts";
import { Handle } from "../../charts/handle.tsx";
import { lookOf } from "../../charts/looks.ts";
import { Label, Line, Symbol } from "../../charts/marks.tsx";
import { type Frame, Plot } from "../../charts/plot.tsx";
import { format } from "../../params/format.ts";
import type { Values } from "../../params/schema.ts";
import { logit, sigmoid } from "./curve.ts";
import type { At, Example } from "./example.ts";
import type { schema } from "./schema.ts";

interface Props {
  readonly values: Values<typeof schema>;
  readonly set: Setter<typeof schema>;
  readonly example: Example;
}

/** The look of each cost, for y = 0 and y = 1. */
const LOOKS = [
  { cross: lookOf(1), squared: lookOf(4) },
  { cross: lookOf(0), squared: lookOf(2) },
] as const;

/** Cross-entropy at the ends of the scores. */
const TOP = 8.001;

/** The costs of one example, for each class, against its score or its probability. */
export function ExampleChart({ values, set, example }: Props) {
  const byScore = values.axis === "z";
  const x = (at: At) => (byScore ? at.z : at.p);
  const y = values.label === "one" ? 1 : 0;
  const { here } = example;
  // The handle is where the reader has put it, and doesn't wait for the answer.
  const { score } = values;
  const dx = byScore ? 1 : 0.01;
  const move = (to: number) => set({ score: byScore ? tenths(to) : tenths(logit(clampShare(to))) });
  return (
    <Plot
      title="The cost of one example"
      summary={`For a ${y === 1 ? "man" : "woman"} whose score z is ${format(here.z)}, p = ${format(here.p)}: cross-entropy ${format(here.cost.cross)}, with slope ${format(here.slope.cross)}; squared error ${format(here.cost.squared)}, with slope ${format(here.slope.squared)}.`}
      x={{
        domain: byScore ? [-8, 8] : [0, 1],
        label: byScore ? "score z" : "probability p of “man”",
      }}
      y={{ domain: [0, TOP], label: "cost" }}
      aspect={0.7}
      leastHeight={250}
      handles={(frame) => (
        <Handle
          label={byScore ? "Score of the example" : "Probability of the example"}
          name="score"
          at={[byScore ? score : sigmoid(score), Math.log1p(Math.exp(y === 1 ? -score : score))]}
          frame={frame}
          moves="x"
          color={LOOKS[y].cross.color}
          step={[dx, 0]}
          onMove={([to]) => move(to)}
        />
      )}
    >
      {(frame) => (
        <>
          <Line
            class="thin dashed"
            points={[
              [x(here), 0],
              [x(here), TOP],
            ]}
            frame={frame}
          />
          {example.curves.map((curve, of) => (
            <Curves key={of} curve={curve} of={of === 1 ? 1 : 0} x={x} frame={frame} isChosen={of === y} />
          ))}
          {byScore && <Tangent at={here} frame={frame} />}
          <Symbol at={[x(here), here.cost.squared]} frame={frame} look={LOOKS[y].squared} />
        </>
      )}
    </Plot>
  );
}

function Curves({
  curve,
  of,
  x,
  frame,
  isChosen,
}: {
  readonly curve: readonly At[];
  readonly of: 0 | 1;
  readonly x: (at: At) => number;
  readonly frame: Frame;
  readonly isChosen: boolean;
}) {
  const label = curve[of === 1 ? 16 : curve.length - 33];
  const low = curve[of === 1 ? 8 : curve.length - 9];
  const { cross, squared } = LOOKS[of];
  return (
    <>
      <Line
        points={curve.map((at) => [x(at), at.cost.cross] as const)}
        frame={frame}
        look={cross}
        class={isChosen ? "" : "faint"}
      />
      {isChosen && (
        <Line points={curve.map((at) => [x(at), at.cost.squared] as const)} frame={frame} look={squared} />
      )}
      {label && (
        <Label at={[x(label), label.cost.cross]} frame={frame} color={cross.color} dx={8} dy={0}>
          {of === 1 ? "y = 1: −ln p" : "y = 0: −ln(1 − p)"}
        </Label>
      )}
      {low && isChosen && (
        <Label at={[x(low), low.cost.squared]} frame={frame} color={squared.color} dx={0} dy={-6}>
          {of === 1 ? "y = 1: (1 − p)²" : "y = 0: p²"}
        </Label>
      )}
    </>
  );
}

/** The cross-entropy's tangent: what a descent feels of this example. */
function Tangent({ at, frame }: { readonly at: At; readonly frame: Frame }) {
  const ends = ({ cost, slope }: { cost: number; slope: number }) =>
    [-1.5, 1.5].map((dz) => [at.z + dz, cost + slope * dz] as const);
  return (
    <>
      <Line class="quiet" points={ends({ cost: at.cost.cross, slope: at.slope.cross })} frame={frame} />
      <Line class="quiet" points={ends({ cost: at.cost.squared, slope: at.slope.squared })} frame={frame} />
    </>
  );
}

/** The score's own range, as shares. */
function clampShare(p: number): number {
  return Math.min(0.9996, Math.max(0.0004, p));
}

function tenths(z: number): number {
  return Math.min(8, Math.max(-8, Math.round(100 * z) / 100));
}
