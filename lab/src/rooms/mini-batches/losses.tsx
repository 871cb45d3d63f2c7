import { useMemo } from "preact/hooks";
import { Label, Line, round } from "../../charts/marks.tsx";
import { Plot } from "../../charts/plot.tsx";
import { Still } from "../../charts/still.tsx";
import { format } from "../../params/format.ts";
import type { Values } from "../../params/schema.ts";
import { looks } from "./looks.ts";
import type { Result } from "./model.ts";
import type { schema } from "./schema.ts";

interface Props {
  readonly values: Values<typeof schema>;
  readonly result: Result;
  readonly at: number;
}

/** As many batches as are drawn as points. */
const MOST = 3000;

/** The loss of every batch, its running mean, and the true cost that nobody sees while it runs. */
export function Losses({ values: { method, window }, result, at }: Props) {
  const { losses, excess } = result[method];
  const { updates, least } = result;
  const mean = useMemo(() => runningMean(losses, window), [losses, window]);
  const top = useMemo(() => topOf(losses), [losses]);
  const truth = useMemo(() => excess.map(([k, e]) => [k, e + least] as const), [excess, least]);
  const last = mean.at(-1)?.[1] ?? 0;
  const summary = useMemo(() => {
    const some = sampled(losses);
    const [low, high] = [Math.min(...some), Math.max(...some)].map((loss) => format(loss, 3));
    return `Losses of batches lie between ${low} and ${high}. The mean of the latest ${Math.min(window, losses.length)} ends at ${format(last, 3)}, the true cost at ${format(truth.at(-1)?.[1] ?? 0, 3)}; the least is ${format(least, 3)}.`;
  }, [losses, window, truth, least]);
  return (
    <Plot
      title="The loss of each batch, and what its running mean tells of the cost"
      summary={summary}
      x={{ domain: [0, updates], label: "update" }}
      y={{ domain: [0, top], label: "loss" }}
      aspect={0.36}
    >
      {(frame) => (
        <>
          <Still of={[losses, mean, frame.width, frame.height]}>
            {() => (
              <>
                <path class="tried" d={dots(losses, (k, loss) => [frame.x(k), frame.y(loss)])} />
                <Line points={mean} frame={frame} look={looks[method]} />
                <Line points={truth} frame={frame} class="thin" />
                <Label at={[updates, last]} frame={frame} color={looks[method].color} dy={-26}>
                  running mean
                </Label>
                <Label at={truth[Math.floor(truth.length / 2)] ?? [0, 0]} frame={frame} dx={-20} dy={-30}>
                  true cost
                </Label>
              </>
            )}
          </Still>
          <line class="now" x1={round(frame.x(at))} x2={round(frame.x(at))} y2={frame.height} />
        </>
      )}
    </Plot>
  );
}

/** The mean of the latest `window` losses; of those there are, at first. */
export function runningMean(losses: Float64Array, window: number): readonly (readonly [number, number])[] {
  let sum = 0;
  const means = Array.from(losses, (loss, i) => {
    sum += loss - (i >= window ? (losses[i - window] ?? 0) : 0);
    return [i + 1, sum / Math.min(i + 1, window)] as const;
  });
  const every = Math.ceil(means.length / 1500);
  return means.filter((_, i) => i % every === 0 || i === means.length - 1);
}

/** High enough for all but one in a hundred. */
function topOf(losses: Float64Array): number {
  const sorted = losses.toSorted();
  return 1.1 * Math.max(0.7, sorted[Math.floor(0.99 * (sorted.length - 1))] ?? 1);
}

function sampled(losses: Float64Array): Float64Array {
  const every = Math.max(1, Math.ceil(losses.length / MOST));
  return losses.filter((_, i) => i % every === 0);
}

function dots(losses: Float64Array, place: (k: number, loss: number) => readonly [number, number]): string {
  const every = Math.max(1, Math.ceil(losses.length / MOST));
  return Array.from(sampled(losses), (loss, i) => {
    const [x, y] = place(i * every + 1, loss);
    return `M${round(x)} ${round(y)}h0`;
  }).join("");
}
