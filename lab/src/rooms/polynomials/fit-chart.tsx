import { Canvas } from "../../charts/canvas.tsx";
import { lookOf } from "../../charts/looks.ts";
import { Label, Line, type Points } from "../../charts/marks.tsx";
import { Plot } from "../../charts/plot.tsx";
import { format } from "../../params/format.ts";
import type { Values } from "../../params/schema.ts";
import { drawDiscs, drawGaps } from "./discs.ts";
import type { Result } from "./model.ts";
import type { schema } from "./schema.ts";
import type { Units } from "./units.ts";

interface Props {
  readonly values: Values<typeof schema>;
  readonly result: Result;
  readonly units: Units;
}

const [FIT, TRUTH] = [lookOf(0), lookOf(2)];

/** With more rows their lines to the polynomial would hide it. */
const MOST_GAPS = 80;

/** The rows, the polynomial through them, the truth where it is known, and the polynomials of other rows. */
export function FitChart({ values, result, units }: Props) {
  const { train, test, residuals, x, curve, truth, others } = result;
  const line = (y: ArrayLike<number>): Points => x.map((at, i) => [units.shown(at), y[i] ?? 0] as const);
  return (
    <Plot
      title={`The polynomial of degree ${values.degree} through ${values.rows} rows`}
      summary={summarise(values, result, units)}
      x={units.x}
      y={units.y}
      leastHeight={280}
      aspect={0.5}
      underlay={(frame) => (
        <Canvas
          frame={frame}
          draw={(context, colorOf) => {
            drawDiscs(context, frame, test.x.map(units.shown), test.y, colorOf("var(--quiet)"), "small");
            const places = train.x.map(units.shown);
            if (places.length <= MOST_GAPS)
              drawGaps(context, frame, places, train.y, residuals.train, colorOf("var(--bad)"));
            drawDiscs(context, frame, places, train.y, colorOf("var(--ink)"), "large");
          }}
        />
      )}
    >
      {(frame) => (
        <>
          {others.map((other, k) => (
            <Line key={k} class="thin other" points={line(other)} frame={frame} look={{ ...FIT, dash: "" }} />
          ))}
          {truth && <Line points={line(truth)} frame={frame} look={TRUTH} />}
          <Line points={line(curve)} frame={frame} look={FIT} />
          {truth && (
            <Label at={[-0.3, -1.1]} frame={frame} color={TRUTH.color} dx={8} dy={18}>
              without noise
            </Label>
          )}
          <Label at={[units.x.domain[1], units.y.domain[0]]} frame={frame} dx={4} dy={-8}>
            ● training rows · new rows
          </Label>
        </>
      )}
    </Plot>
  );
}

function summarise({ degree, others }: Values<typeof schema>, result: Result, { unit }: Units): string {
  const at = result.errors[degree - 1];
  return [
    `A polynomial of degree ${degree} through ${result.train.x.length} rows misses them by ${format(at?.train ?? 0)} ${unit} (root mean square), and ${result.test.x.length} new rows by ${format(at?.test ?? 0)}.`,
    others > 0 ? `Thin lines: the same through other rows, ${others} times.` : "",
  ].join(" ");
}
