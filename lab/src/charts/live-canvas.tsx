import { useLayoutEffect, useRef } from "preact/hooks";
import type { Clock } from "../playback/clock.ts";
import { type ColorOf, colorsOf } from "./color-of.ts";
import type { Frame } from "./plot.tsx";
import { whenThemeChanges } from "./theme.ts";

interface Props {
  readonly frame: Frame;
  readonly clock: Clock;
  /** Makes, for a blank canvas, what draws a position of the clock in CSS pixels. It clears what it doesn't keep. */
  readonly painter: (context: CanvasRenderingContext2D, colorOf: ColorOf) => (position: number) => void;
}

/** A canvas over the inside of a chart that follows a clock: nothing is rendered for it while the clock runs. */
export function LiveCanvas({ frame, clock, painter }: Props) {
  const ref = useRef<HTMLCanvasElement>(null);

  useLayoutEffect(() => {
    const canvas = ref.current;
    const context = canvas?.getContext("2d");
    if (!canvas || !context) return;
    const ratio = Math.min(3, devicePixelRatio);
    const begin = () => {
      // A canvas is blank when its size has been set.
      canvas.width = Math.round(frame.width * ratio);
      canvas.height = Math.round(frame.height * ratio);
      context.setTransform(ratio, 0, 0, ratio, 0, 0);
      return painter(context, colorsOf(canvas));
    };
    let paint = begin();
    const draw = () => paint(clock.position);
    draw();
    const leaveClock = clock.subscribe(draw);
    const leaveTheme = whenThemeChanges(() => {
      paint = begin();
      draw();
    });
    return () => {
      leaveClock();
      leaveTheme();
    };
  });

  return (
    <canvas
      ref={ref}
      class="plot-canvas"
      aria-hidden="true"
      style={{ width: `${frame.width}px`, height: `${frame.height}px` }}
    />
  );
}
