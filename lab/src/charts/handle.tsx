import { useEffect, useRef } from "preact/hooks";
import { drag } from "d3-drag";
import { select } from "d3-selection";
import { format } from "../params/format.ts";
import type { Frame } from "./plot.tsx";

interface Props {
  /** What it moves, such as "Start of the run". */
  readonly label: string;
  readonly at: readonly [number, number];
  readonly frame: Frame;
  /** Which directions it moves in. Default "both". */
  readonly moves?: "both" | "x" | "y";
  readonly onMove: (to: readonly [number, number]) => void;
  /** What an arrow key moves it by, in x and y. Default: a hundredth of the axes. */
  readonly step?: readonly [number, number];
  readonly name?: string;
  /** Its colour. */
  readonly color?: string;
}

/** A point to drag, or to move by arrow keys (tenfold with Shift). */
export function Handle({ label, at, frame, moves = "both", onMove, step, name, color }: Props) {
  const ref = useRef<SVGGElement>(null);
  const latest = useRef({ frame, onMove, at, moves });
  latest.current = { frame, onMove, at, moves };

  const moveTo = (a: number, b: number) => {
    const { at: from, moves: along, frame: within, onMove: tell } = latest.current;
    const clamp = (value: number, [low = 0, high = 1]: number[]) =>
      Number(Math.min(Math.max(low, high), Math.max(Math.min(low, high), value)).toPrecision(6));
    tell([
      along === "y" ? from[0] : clamp(a, within.x.domain()),
      along === "x" ? from[1] : clamp(b, within.y.domain()),
    ]);
  };

  useEffect(() => {
    const element = ref.current;
    if (!element) return;
    const behaviour = drag<SVGGElement, unknown>()
      .container(() => element.parentNode as SVGGElement)
      .on("drag", ({ x, y }: { x: number; y: number }) =>
        moveTo(latest.current.frame.x.invert(x), latest.current.frame.y.invert(y)),
      )
      .subject(() => ({
        x: latest.current.frame.x(latest.current.at[0]),
        y: latest.current.frame.y(latest.current.at[1]),
      }));
    select(element).call(behaviour);
    return () => void select(element).on(".drag", null);
  }, []);

  const [dx, dy] = step ?? [span(frame.x.domain()) / 100, span(frame.y.domain()) / 100];
  const onKeyDown = (event: KeyboardEvent) => {
    const move = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowDown: [0, -1], ArrowUp: [0, 1] }[event.key];
    if (!move) return;
    event.preventDefault();
    const times = event.shiftKey ? 10 : 1;
    // Up and right are "more" also where only one direction moves.
    const [a = 0, b = 0] =
      moves === "x" ? [move[0] || move[1], 0] : moves === "y" ? [0, move[0] || move[1]] : move;
    const [x, y] = latest.current.at;
    moveTo(x + times * (a ?? 0) * dx, y + times * (b ?? 0) * dy);
  };
  const values = { both: `${format(at[0])}, ${format(at[1])}`, x: format(at[0]), y: format(at[1]) }[moves];
  const axis = moves === "y" ? frame.y : frame.x;
  return (
    <g
      ref={ref}
      class={`handle moves-${moves}`}
      data-handle={name ?? label}
      transform={`translate(${frame.x(at[0])} ${frame.y(at[1])})`}
      tabindex={0}
      role="slider"
      aria-label={label}
      aria-valuemin={axis.domain()[0]}
      aria-valuemax={axis.domain()[1]}
      aria-valuenow={moves === "y" ? at[1] : at[0]}
      aria-valuetext={values}
      onKeyDown={onKeyDown}
    >
      <circle r="16" class="grip" />
      <circle r="6.5" class="knob" {...(color && { style: { fill: color } })} />
    </g>
  );
}

function span([low = 0, high = 1]: number[]): number {
  return Math.abs(high - low);
}
