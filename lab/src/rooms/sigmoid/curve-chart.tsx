import { useMemo } from "preact/hooks";
import type { Setter } from "../../app/room.ts";
import { Canvas } from "../../charts/canvas.tsx";
import { Handle } from "../../charts/handle.tsx";
import { lookOf } from "../../charts/looks.ts";
import { Label, Line, type Points, Symbol } from "../../charts/marks.tsx";
import { type Frame, Plot } from "../../charts/plot.tsx";
import { format } from "../../params/format.ts";
import type { Values } from "../../params/schema.ts";
import { handlesOf, lineAt, logit, sigmoid, SLOPE_SCORE, withMiddle, withSlope } from "./curve.ts";
import { dotsOf, drawDots } from "./dots.ts";
import { type Fit, heightAt } from "./fit.ts";
import type { Result } from "./model.ts";
import { gathered } from "./people.ts";
import { HEIGHTS, type schema } from "./schema.ts";

interface Props {
  readonly values: Values<typeof schema>;
  readonly set: Setter<typeof schema>;
  readonly result: Result;
}

const [YOURS, LINE, BEST] = [lookOf(0), lookOf(1), lookOf(2)];
const STEPS = 160;
const SHARES = { domain: [-0.5, 1.5], label: "share of men" } as const;

/** People as dots, the straight line, the best sigmoid, and the reader's own with its handles. */
export function CurveChart({ values, set, result }: Props) {
  const dots = useMemo(() => dotsOf(gathered(values.data)), [values.data]);
  const { best, before } = result;
  const cut = heightAt(values, logit(values.threshold));
  const saysMan = (height: number) => sigmoid(lineAt(values, height)) >= values.threshold;
  const isBest = Math.abs(values.w - best.sigmoid.w) + Math.abs(values.b - best.sigmoid.b) < 1e-3;
  return (
    <Plot
      title="Heights, and the share of men at each height"
      summary={summarise(values, result)}
      x={{ domain: HEIGHTS, label: "height, inches" }}
      y={SHARES}
      aspect={0.55}
      leastHeight={340}
      underlay={(frame) => (
        <Canvas frame={frame} draw={(context, colorOf) => drawDots(context, colorOf, frame, dots, saysMan)} />
      )}
      handles={(frame) => <Handles values={values} set={set} frame={frame} />}
    >
      {(frame) => (
        <>
          <Bounds frame={frame} />
          {before && (
            <>
              <Line class="thin quiet" points={ends(before.line)} frame={frame} />
              <Line class="thin quiet" points={curve(before.sigmoid)} frame={frame} />
            </>
          )}
          <Line points={ends(best.line)} frame={frame} look={LINE} />
          <Line points={curve(best.sigmoid)} frame={frame} look={BEST} />
          <Line points={curve(values)} frame={frame} look={YOURS} />
          <Exits fit={best.line} frame={frame} />
          <Threshold values={values} cut={cut} frame={frame} />
          <Label at={[HEIGHTS[0], 1.06]} frame={frame} color="var(--series-6)" dx={4}>
            men
          </Label>
          <Label at={[HEIGHTS[0], -0.12]} frame={frame} color="var(--series-4)" dx={4}>
            women
          </Label>
          <CurveLabels values={values} best={best.sigmoid} isBest={isBest} frame={frame} />
        </>
      )}
    </Plot>
  );
}

function curve(fit: Fit): Points {
  return Array.from({ length: STEPS + 1 }, (_, i) => {
    const height = HEIGHTS[0] + ((HEIGHTS[1] - HEIGHTS[0]) * i) / STEPS;
    return [height, sigmoid(lineAt(fit, height))] as const;
  });
}

function ends(fit: Fit): Points {
  return HEIGHTS.map((height) => [height, lineAt(fit, height)] as const);
}

/** No share is less than 0 or more than 1. */
function Bounds({ frame }: { readonly frame: Frame }) {
  return (
    <>
      {[0, 1].map((y) => (
        <Line key={y} class="quiet thin" points={HEIGHTS.map((x) => [x, y] as const)} frame={frame} />
      ))}
    </>
  );
}

/** Where the line leaves [0, 1]: beyond, it is in the colour of what is wrong. */
function Exits({ fit, frame }: { readonly fit: Fit; readonly frame: Frame }) {
  const zero = heightAt(fit, 0);
  const one = heightAt(fit, 1);
  const exits = [
    { at: zero, y: 0, to: fit.w > 0 ? HEIGHTS[0] : HEIGHTS[1], says: "0 % at" },
    { at: one, y: 1, to: fit.w > 0 ? HEIGHTS[1] : HEIGHTS[0], says: "100 % at" },
  ];
  const isShown = (at: number | undefined) => at !== undefined && at >= HEIGHTS[0] && at <= HEIGHTS[1];
  return (
    <>
      {!isShown(zero) && !isShown(one) && (
        <Label at={[84, lineAt(fit, 84)]} frame={frame} color={LINE.color}>
          straight line
        </Label>
      )}
      {exits.map(({ at, y, to, says }) =>
        at === undefined || !isShown(at) ? null : (
          <g key={y} class="outside">
            <Line
              points={[
                [at, y],
                [to, lineAt(fit, to)],
              ]}
              frame={frame}
              class="wrong"
            />
            <Symbol at={[at, y]} frame={frame} look={LINE} />
            <Label at={[at, y]} frame={frame} color={LINE.color} dx={y === 0 ? 8 : -8} dy={y === 0 ? -8 : 18}>
              {`line: ${says} ${format(at, 3)} in`}
            </Label>
          </g>
        ),
      )}
    </>
  );
}

function Threshold({
  values: { threshold, w },
  cut,
  frame,
}: {
  readonly values: Values<typeof schema>;
  readonly cut: number | undefined;
  readonly frame: Frame;
}) {
  const isInside = cut !== undefined && cut > HEIGHTS[0] && cut < HEIGHTS[1];
  return (
    <>
      <Line class="thin dashed" points={HEIGHTS.map((x) => [x, threshold] as const)} frame={frame} />
      <Label at={[HEIGHTS[0], threshold]} frame={frame} dx={14} dy={-6}>
        threshold
      </Label>
      {isInside && (
        <>
          <Line
            class="thin dashed"
            points={[
              [cut, SHARES.domain[0]],
              [cut, SHARES.domain[1]],
            ]}
            frame={frame}
          />
          <Label at={[cut, -0.44]} frame={frame} dx={6}>
            {w > 0 ? `“man” from ${format(cut, 3)} in →` : `“woman” from ${format(cut, 3)} in →`}
          </Label>
        </>
      )}
    </>
  );
}

function CurveLabels({
  values,
  best,
  isBest,
  frame,
}: {
  readonly values: Fit;
  readonly best: Fit;
  readonly isBest: boolean;
  readonly frame: Frame;
}) {
  const yours = 90;
  const high = heightAt(best, logit(0.86));
  return (
    <>
      <Label at={[yours, sigmoid(lineAt(values, yours))]} frame={frame} color={YOURS.color} dx={0} dy={38}>
        {isBest ? "your sigmoid = the best" : "your sigmoid"}
      </Label>
      {!isBest && high !== undefined && (
        <Label at={[high, 0.86]} frame={frame} color={BEST.color} dx={-88} dy={-4}>
          best sigmoid
        </Label>
      )}
    </>
  );
}

function Handles({
  values,
  set,
  frame,
}: {
  readonly values: Values<typeof schema>;
  readonly set: Setter<typeof schema>;
  readonly frame: Frame;
}) {
  const places = handlesOf(values);
  const [height = 0, kind = 0] = values.extra;
  const at = (x: number) => [x, sigmoid(lineAt(values, x))] as const;
  return (
    <>
      {places && (
        <>
          <Handle
            label={`Middle of your sigmoid, where p is a half`}
            name="middle"
            at={at(places.middle)}
            frame={frame}
            moves="x"
            color={YOURS.color}
            step={[0.5, 0]}
            onMove={([x]) => set(withMiddle(values, x))}
          />
          <Handle
            label={`Steepness of your sigmoid, where p is ${format(sigmoid(SLOPE_SCORE), 2)}`}
            name="slope"
            at={at(places.slope)}
            frame={frame}
            moves="x"
            color={YOURS.color}
            step={[0.5, 0]}
            onMove={([x]) => set(withSlope(values, x))}
          />
        </>
      )}
      <Handle
        label="Threshold"
        name="threshold"
        at={[HEIGHTS[0], values.threshold]}
        frame={frame}
        moves="y"
        color="var(--ink)"
        step={[0, 0.05]}
        onMove={([, y]) => set({ threshold: Math.min(0.99, Math.max(0.01, Math.round(100 * y) / 100)) })}
      />
      <Handle
        label={values.count === 0 ? "A person to add: height, and class" : "People added: height, and class"}
        name="extra"
        at={[Math.min(HEIGHTS[1], Math.max(HEIGHTS[0], height)), kind >= 0.5 ? 1 : 0]}
        frame={frame}
        color={values.count === 0 ? "var(--quiet)" : "var(--bad)"}
        step={[1, 1]}
        onMove={([x, y]) =>
          set({ extra: [Math.round(10 * x) / 10, y >= 0.5 ? 1 : 0], count: Math.max(1, values.count) })
        }
      />
      <g aria-hidden="true">
        <Label
          at={[height, kind >= 0.5 ? 1 : 0]}
          frame={frame}
          color={values.count === 0 ? "var(--quiet)" : "var(--bad)"}
          dx={0}
          dy={-14}
        >
          {values.count === 0 ? "drag to add" : `added: ${values.count}`}
        </Label>
      </g>
    </>
  );
}

function summarise(values: Values<typeof schema>, { best, people, outside, decisions }: Result): string {
  const at = (fit: Fit, value: number) => {
    const height = heightAt(fit, value);
    return height === undefined ? "nowhere" : `at ${format(height, 3)} inches`;
  };
  return [
    `${people} people.`,
    `The straight line is 0 ${at(best.line, 0)} and 1 ${at(best.line, 1)}, and goes on beyond: it gives ${outside.above} people more than 1 and ${outside.below} less than 0.`,
    `The best sigmoid is a half ${at(best.sigmoid, 0)}, yours ${at(values, 0)}.`,
    `At the threshold ${format(values.threshold, 2)} yours is right about ${format(100 * decisions.accuracy, 3)} % of the people.`,
  ].join(" ");
}
