import type { Clock } from "../playback/clock.ts";
import type { ColorOf } from "./color-of.ts";
import { LiveCanvas } from "./live-canvas.tsx";
import type { Frame } from "./plot.tsx";

interface Props {
  readonly frame: Frame;
  readonly clock: Clock;
  /** What is added to the clock's position on the axis. Default 0. */
  readonly offset?: number;
}

/** A line across a chart where the clock is. */
export function ClockLine({ frame, clock, offset = 0 }: Props) {
  const { x, width, height } = frame;
  const painter = (context: CanvasRenderingContext2D, colorOf: ColorOf) => {
    context.strokeStyle = colorOf("var(--ink)");
    return (position: number) => {
      context.clearRect(0, 0, width, height);
      context.beginPath();
      context.moveTo(x(position + offset), 0);
      context.lineTo(x(position + offset), height);
      context.stroke();
    };
  };
  return <LiveCanvas frame={frame} clock={clock} painter={painter} />;
}
