import type { Setter } from "../../app/room.ts";
import { Handle } from "../../charts/handle.tsx";
import { lookOf } from "../../charts/looks.ts";
import { Label, Line } from "../../charts/marks.tsx";
import { Plot } from "../../charts/plot.tsx";
import { Series } from "../../charts/series.tsx";
import { format } from "../../params/format.ts";
import type { Values } from "../../params/schema.ts";
import type { Errors, Result } from "./model.ts";
import { MOST_DEGREES, type schema } from "./schema.ts";
import type { Units } from "./units.ts";

interface Props {
  readonly values: Values<typeof schema>;
  readonly set: Setter<typeof schema>;
  readonly result: Result;
  readonly units: Units;
}

const [TRAIN, TEST] = [lookOf(0), lookOf(1)];

/** Errors against degree, on the training rows and on new ones; the chosen degree is a handle. */
export function ErrorChart({ values, set, result: { errors, best }, units }: Props) {
  const low = Math.max(1e-9, best.test / 8);
  const high = 240 * low;
  const inside = (error: number) => Math.min(high, Math.max(low, error));
  const { degree, noise, data } = values;
  const chosen = errors[degree - 1];
  const ends = [0.5, MOST_DEGREES + 0.5] as const;
  return (
    <Plot
      title="Error against degree"
      summary={summarise(errors, best, units)}
      x={{ domain: ends, label: "degree", ticks: 8 }}
      y={{ domain: [low, high], scale: "log", label: "root mean squared error" }}
      aspect={0.7}
      leastHeight={260}
      handles={(frame) => (
        <Handle
          label="Degree"
          name="degree"
          at={[degree, inside(chosen?.test ?? low)]}
          frame={frame}
          moves="x"
          color={TEST.color}
          step={[1, 0]}
          onMove={([to]) => set({ degree: Math.min(MOST_DEGREES, Math.max(1, Math.round(to))) })}
        />
      )}
    >
      {(frame) => (
        <>
          <Line
            class="thin quiet"
            points={[
              [degree, low],
              [degree, high],
            ]}
            frame={frame}
          />
          {data === "curve" && noise > low && (
            <>
              <Line class="thin quiet dashed" points={ends.map((x) => [x, noise] as const)} frame={frame} />
              <Label at={[ends[1], noise]} frame={frame} color="var(--quiet)" dx={4} dy={-4}>
                the noise
              </Label>
            </>
          )}
          <Series
            frame={frame}
            series={[
              {
                label: "training rows",
                look: TRAIN,
                points: errors.map((e) => [e.degree, e.train] as const),
              },
              { label: "new rows", look: TEST, points: errors.map((e) => [e.degree, e.test] as const) },
            ]}
          />
        </>
      )}
    </Plot>
  );
}

function summarise(errors: readonly Errors[], best: Errors, { unit }: Units): string {
  const [first, last] = [errors[0], errors.at(-1)];
  return `From degree 1 to ${errors.length} the error on the training rows goes from ${format(first?.train ?? 0)} to ${format(last?.train ?? 0)} ${unit}, that on new rows from ${format(first?.test ?? 0)} to ${format(last?.test ?? 0)}; it is lowest at degree ${best.degree}, ${format(best.test)}.`;
}
