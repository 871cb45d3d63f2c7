import { Plot } from "../../charts/plot.tsx";
import { round } from "../../charts/marks.tsx";
import { format } from "../../params/format.ts";
import "./style.css";

/** As many as 64-bit numbers have, for a number of about 1. */
const ALL_DIGITS = 16;

/** −log₁₀ of an error. */
function digitsOf(error: number): number {
  return error === 0 ? ALL_DIGITS : Math.min(ALL_DIGITS, -Math.log10(error));
}

export function digitsText(error: number): string {
  const digits = digitsOf(error);
  return digits >= ALL_DIGITS ? "all" : tenths(digits);
}

function tenths(digits: number): string {
  return format(Math.round(10 * digits) / 10, 3);
}

interface Props {
  readonly errors: readonly number[];
  readonly current: number;
  /** What errors are measured from. */
  readonly target: string;
  /** Default 0.62. */
  readonly aspect?: number;
}

/** A bar for each iterate: how many digits of it are right. */
export function Digits({ errors, current, target, aspect = 0.62 }: Props) {
  const digits = errors.map(digitsOf);
  const least = Math.min(0, ...digits);
  const hasNumbers = digits.length <= 14;
  return (
    <Plot
      title="Right digits after each step"
      summary={`Digits that agree with ${target}, from the start on: ${digits.map(tenths).join(", ")}.`}
      x={{ domain: [-0.6, Math.max(4, digits.length) - 0.4], label: "step" }}
      y={{ domain: [least < 0 ? 1.1 * least - 2.2 : 0, ALL_DIGITS + 2.5] }}
      aspect={aspect}
    >
      {(frame) => {
        const width = Math.min(40, Math.abs(frame.x(0.7) - frame.x(0)));
        return (
          <>
            <line class="zero" x2={frame.width} y1={frame.y(0)} y2={frame.y(0)} />
            {digits.map((count, k) => {
              const [top, bottom] = [frame.y(Math.max(0, count)), frame.y(Math.min(0, count))];
              return (
                <g key={k}>
                  <rect
                    class={`digit-bar${k === current ? " is-current" : ""}${count < 0 ? " is-lost" : ""}`}
                    x={round(frame.x(k) - width / 2)}
                    y={round(top)}
                    width={round(width)}
                    height={round(Math.max(1, bottom - top))}
                  />
                  {(hasNumbers || k === current) && (
                    <text
                      class="label"
                      x={round(frame.x(k))}
                      y={round(count < 0 ? bottom + 14 * frame.zoom : top - 5 * frame.zoom)}
                      text-anchor="middle"
                    >
                      {tenths(count)}
                    </text>
                  )}
                </g>
              );
            })}
          </>
        );
      }}
    </Plot>
  );
}
