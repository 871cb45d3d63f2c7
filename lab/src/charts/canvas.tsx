import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import { type ColorOf, colorsOf } from "./color-of.ts";
import type { Frame } from "./plot.tsx";
import { whenThemeChanges } from "./theme.ts";

interface Props {
  readonly frame: Frame;
  /** Draws in CSS pixels, on what is blank. `colorOf` gives the colour of a custom property such as "var(--series-1)". */
  readonly draw: (context: CanvasRenderingContext2D, colorOf: ColorOf) => void;
}

/** A canvas over the inside of a chart, drawn anew whenever its parent renders or the theme changes. */
export function Canvas({ frame, draw }: Props) {
  const ref = useRef<HTMLCanvasElement>(null);
  const paint = useRef<() => void>();

  useLayoutEffect(() => {
    const canvas = ref.current;
    const context = canvas?.getContext("2d");
    if (!canvas || !context) return;
    const ratio = Math.min(3, devicePixelRatio);
    const [width, height] = [Math.round(frame.width * ratio), Math.round(frame.height * ratio)];
    if (canvas.width !== width || canvas.height !== height) {
      canvas.width = width;
      canvas.height = height;
    }
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    paint.current = () => {
      context.clearRect(0, 0, frame.width, frame.height);
      draw(context, colorsOf(canvas));
    };
    paint.current();
  });
  useEffect(() => whenThemeChanges(() => paint.current?.()), []);

  return (
    <canvas
      ref={ref}
      class="plot-canvas"
      aria-hidden="true"
      style={{ width: `${frame.width}px`, height: `${frame.height}px` }}
    />
  );
}
