import { useMemo } from "preact/hooks";
import { Ellipse, ellipseAxes } from "../../charts/ellipse.tsx";
import { Arrow, Label, round, Symbol } from "../../charts/marks.tsx";
import { Plot } from "../../charts/plot.tsx";
import { Random } from "../../data/random.ts";
import { planeMaps } from "../../data/plane-maps.ts";
import { format } from "../../params/format.ts";
import type { Values } from "../../params/schema.ts";
import { looks } from "./looks.ts";
import type { Result } from "./model.ts";
import { batchGradients, type batchNoise } from "./noise.ts";
import { batchOf } from "./words.ts";
import type { schema } from "./schema.ts";

interface Props {
  readonly values: Values<typeof schema>;
  readonly result: Result;
  readonly at: number;
  /** Of each row, at the present point. */
  readonly gradients: Float64Array;
  readonly noise: ReturnType<typeof batchNoise>;
}

/** How many batches are tried, and of how many rows in all: it happens with every frame. */
const TRIED = 150;
const ROWS = 12_000;

/** The next update from nearby: where the full gradient would lead, and where batches might. */
export function CloseUp({ values, result, at, gradients, noise }: Props) {
  const { rate, sampling, method } = values;
  const { path } = result[method];
  const { weights } = planeMaps[values.data];
  const here = [path[2 * at] ?? 0, path[2 * at + 1] ?? 0] as const;
  const step = (g: readonly [number, number]) => [here[0] - rate * g[0], here[1] - rate * g[1]] as const;
  const full = step(noise.mean);
  const [aa, ab, bb] = noise.covariance;
  const covariance = [aa * rate * rate, ab * rate * rate, bb * rate * rate] as const;
  const [spread] = ellipseAxes(covariance).lengths;
  const next =
    at < path.length / 2 - 1 ? ([path[2 * at + 2] ?? 0, path[2 * at + 3] ?? 0] as const) : undefined;
  const tried = useMemo(
    () => batches(gradients, result.size, sampling, at),
    [gradients, result.size, sampling, at],
  );
  const half = windowOf(full, here, spread);
  return (
    <Plot
      title="The next update, close up"
      summary={`The full gradient would move the weights by ${format(Math.hypot(full[0] - here[0], full[1] - here[1]), 3)}. Batches of ${batchOf(result)} scatter about that with a standard deviation of ${format(spread, 3)} along the ellipse’s longer axis.`}
      x={{ domain: [here[0] - half, here[0] + half], label: weights[0], ticks: 4 }}
      y={{ domain: [here[1] - half, here[1] + half], label: weights[1], ticks: 4 }}
      isIsotropic
      aspect={0.86}
    >
      {(frame) => (
        <>
          <path
            class="tried"
            d={tried
              .map((g) => step(g))
              .map(([a, b]) => `M${round(frame.x(a))} ${round(frame.y(b))}h0`)
              .join("")}
          />
          {spread > 0 && (
            <Ellipse at={full} covariance={covariance} times={2} frame={frame} color={looks.plain.color} />
          )}
          <Arrow from={here} to={full} frame={frame} color="var(--ink)" />
          {next && <Arrow from={here} to={next} frame={frame} color={looks[method].color} />}
          <Symbol at={here} frame={frame} look={looks[method]} size={90} />
          <Label at={full} frame={frame} dy={-10}>
            full gradient
          </Label>
          {next && (
            <Label at={next} frame={frame} color={looks[method].color} dy={18}>
              taken
            </Label>
          )}
        </>
      )}
    </Plot>
  );
}

/** Half the width of a window in which the step and the noise have room, in steps that don't flicker. */
function windowOf(to: readonly [number, number], here: readonly [number, number], spread: number): number {
  const length = Math.hypot(to[0] - here[0], to[1] - here[1]);
  const wanted = Math.max(1e-12, length + 2.6 * spread);
  return 2 ** (Math.ceil(2 * Math.log2(wanted)) / 2);
}

/** Mean gradients of batches that might come next; in order, of those that there are. */
function batches(gradients: Float64Array, size: number, sampling: string, seed: number) {
  const rows = gradients.length / 2;
  if (size === rows && sampling !== "replacement") return [];
  if (sampling === "sequential") return pairs(batchGradients(gradients, size)).slice(0, TRIED);
  const random = new Random(seed);
  const order = Uint32Array.from({ length: rows }, (_, i) => i);
  return Array.from({ length: Math.min(TRIED, Math.ceil(ROWS / size)) }, () => {
    let [a, b] = [0, 0];
    for (let i = 0; i < size; i++) {
      const j = sampling === "shuffle" ? i + random.below(rows - i) : random.below(rows);
      const row = order[j] ?? 0;
      if (sampling === "shuffle") [order[i], order[j]] = [row, order[i] ?? 0];
      a += (gradients[2 * row] ?? 0) / size;
      b += (gradients[2 * row + 1] ?? 0) / size;
    }
    return [a, b] as const;
  });
}

function pairs(values: Float64Array): readonly (readonly [number, number])[] {
  return Array.from({ length: values.length / 2 }, (_, i) => [values[2 * i] ?? 0, values[2 * i + 1] ?? 0]);
}
