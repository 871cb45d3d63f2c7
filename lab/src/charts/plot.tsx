import type { ComponentChildren } from "preact";
import { useId } from "preact/hooks";
import { format, formatPower } from "../params/format.ts";
import { type AxisOptions, type Scale, scaleOf, ticksOf } from "./scales.ts";
import { useWidth } from "./use-width.ts";

/** What marks need to know of the chart that they are in: scales to pixels, and the inner size in pixels. */
export interface Frame {
  readonly x: Scale;
  readonly y: Scale;
  readonly width: number;
  readonly height: number;
}

interface Props {
  /** The headline: what is shown. */
  readonly title: string;
  /** In words, for those who don't see it: what the picture says now. */
  readonly summary: string;
  readonly x: AxisOptions;
  readonly y: AxisOptions;
  /** Height over width, of the whole chart. Default 0.62. */
  readonly aspect?: number;
  /** Where the screen is narrow the chart is still as high as that, in pixels. Default 200. */
  readonly leastHeight?: number;
  /** The same length on both axes for the same difference: y's domain is then kept about its middle. Default false. */
  readonly isIsotropic?: boolean;
  /** Marks, clipped to the frame; hidden from screen readers, which get the summary. */
  readonly children: (frame: Frame) => ComponentChildren;
  /** Handles and the like that are to be reached by keyboard and not clipped. */
  readonly handles?: (frame: Frame) => ComponentChildren;
  /** A canvas or other HTML below the marks, for what is drawn many times a second. */
  readonly underlay?: (frame: Frame) => ComponentChildren;
  /** The same above the marks. */
  readonly overlay?: (frame: Frame) => ComponentChildren;
  readonly class?: string;
}

const MARGIN = { top: 8, right: 12, bottom: 40, left: 52 };

/** A chart: title, axes, grid, marks and handles, as an SVG of the width that it is given. */
export function Plot(props: Props) {
  const { title, summary, children, handles, underlay, overlay, isIsotropic = false } = props;
  const { aspect = 0.62, leastHeight = 200 } = props;
  const id = useId();
  const [ref, outer] = useWidth<HTMLDivElement>();
  const margin = {
    top: MARGIN.top,
    right: MARGIN.right,
    bottom: props.x.isShown === false ? 8 : props.x.label ? MARGIN.bottom : 24,
    left: props.y.isShown === false ? 8 : MARGIN.left,
  };
  const width = Math.max(0, outer - margin.left - margin.right);
  const height = Math.max(0, Math.max(leastHeight, Math.round(outer * aspect)) - margin.top - margin.bottom);
  const y = isIsotropic && width > 0 ? isotropic(props.x, props.y, height / width) : props.y;
  const frame: Frame = { x: scaleOf(props.x, [0, width]), y: scaleOf(y, [height, 0]), width, height };

  return (
    <figure
      class={`plot ${props.class ?? ""}`}
      aria-labelledby={`${id}-title`}
      aria-describedby={`${id}-summary`}
    >
      <figcaption id={`${id}-title`}>{title}</figcaption>
      <p id={`${id}-summary`} class="only-heard" data-summary>
        {summary}
      </p>
      <div class="plot-area" ref={ref}>
        {outer > 0 && (
          <>
            <div class="plot-layer" style={layer(margin, frame)}>
              {underlay?.(frame)}
            </div>
            <svg width={outer} height={height + margin.top + margin.bottom} data-chart={title}>
              <clipPath id={`${id}-clip`}>
                <rect width={width} height={height} />
              </clipPath>
              <g transform={`translate(${margin.left} ${margin.top})`}>
                <g aria-hidden="true">
                  <Axes x={props.x} y={y} frame={frame} />
                  <g clip-path={`url(#${id}-clip)`}>{children(frame)}</g>
                  <AxisNames x={props.x} y={y} frame={frame} />
                </g>
                {handles?.(frame)}
              </g>
            </svg>
            <div class="plot-layer" style={layer(margin, frame)}>
              {overlay?.(frame)}
            </div>
          </>
        )}
      </div>
    </figure>
  );
}

function layer(margin: typeof MARGIN, { width, height }: Frame) {
  return {
    left: `${margin.left}px`,
    top: `${margin.top}px`,
    width: `${width}px`,
    height: `${height}px`,
  };
}

/** The axis of y with as many units a pixel as that of x. */
function isotropic(x: AxisOptions, y: AxisOptions, heightByWidth: number): AxisOptions {
  const half = ((x.domain[1] - x.domain[0]) * heightByWidth) / 2;
  const middle = (y.domain[0] + y.domain[1]) / 2;
  return { ...y, domain: [middle - half, middle + half] };
}

function Axes({ x, y, frame }: { readonly x: AxisOptions; readonly y: AxisOptions; readonly frame: Frame }) {
  const { width, height } = frame;
  return (
    <>
      {x.isShown !== false && (
        <g class="axis">
          {ticksOf(frame.x, x, width).map((tick) => (
            <g key={tick} transform={`translate(${frame.x(tick)} 0)`}>
              <line y2={height} class="grid" />
              <text y={height + 16} text-anchor="middle">
                {tickText(tick, x)}
              </text>
            </g>
          ))}
        </g>
      )}
      {y.isShown !== false && (
        <g class="axis">
          {ticksOf(frame.y, y, height * 1.4).map((tick) => (
            <g key={tick} transform={`translate(0 ${frame.y(tick)})`}>
              <line x2={width} class="grid" />
              <text x={-8} dy="0.32em" text-anchor="end">
                {tickText(tick, y)}
              </text>
            </g>
          ))}
        </g>
      )}
    </>
  );
}

/** Above the marks, or contours would hide them. */
function AxisNames({
  x,
  y,
  frame,
}: {
  readonly x: AxisOptions;
  readonly y: AxisOptions;
  readonly frame: Frame;
}) {
  return (
    <g class="axis">
      {x.isShown !== false && x.label && (
        <text class="axis-label" x={frame.width} y={frame.height + 34} text-anchor="end">
          {x.label}
        </text>
      )}
      {y.isShown !== false && y.label && (
        <text class="axis-label" x={6} y={12}>
          {y.label}
        </text>
      )}
    </g>
  );
}

function tickText(value: number, { scale, tickFormat }: AxisOptions): string {
  if (tickFormat) return tickFormat(value);
  return scale === "log" ? formatPower(value) : format(value, 3);
}
