import { Canvas } from "../../charts/canvas.tsx";
import { Line } from "../../charts/marks.tsx";
import { Plot } from "../../charts/plot.tsx";
import { format } from "../../params/format.ts";
import { drawDiscs } from "./discs.ts";
import type { Result } from "./model.ts";
import type { Units } from "./units.ts";

/** What the polynomial leaves over of each row. */
export function ResidualChart({ result, units }: { readonly result: Result; readonly units: Units }) {
  const { train, test, residuals, best } = result;
  const largest = (values: Float64Array) => values.reduce((most, r) => Math.max(most, Math.abs(r)), 0);
  const most = Math.max(3 * best.test, 1.1 * largest(residuals.train)) || 1;
  const beyond = residuals.test.reduce((count, r) => count + (Math.abs(r) > most ? 1 : 0), 0);
  const beyondText = beyond === 0 ? "" : `${beyond} new rows lie beyond the edges.`;
  return (
    <Plot
      title="Residuals: value minus polynomial"
      summary={`The largest of a training row is ${format(largest(residuals.train))}, of a new row ${format(largest(residuals.test))} ${units.unit}. ${beyondText}`}
      x={units.x}
      y={{ domain: [-most, most], label: beyond === 0 ? "residual" : `residual (${beyond} new rows beyond)` }}
      aspect={0.7}
      leastHeight={260}
      underlay={(frame) => (
        <Canvas
          frame={frame}
          draw={(context, colorOf) => {
            const [small, large] = [colorOf("var(--quiet)"), colorOf("var(--ink)")];
            drawDiscs(context, frame, test.x.map(units.shown), residuals.test, small, "small");
            drawDiscs(context, frame, train.x.map(units.shown), residuals.train, large, "large");
          }}
        />
      )}
    >
      {(frame) => <Line class="quiet" points={units.x.domain.map((x) => [x, 0] as const)} frame={frame} />}
    </Plot>
  );
}
