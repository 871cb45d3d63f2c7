import { useMemo } from "preact/hooks";
import { Contours, type Grid } from "./contours.tsx";
import type { Frame } from "./plot.tsx";

interface Props {
  readonly grid: Grid;
  readonly frame: Frame;
}

/** Contours that are drawn anew only when they or the frame change, not with every frame of an animation over them. */
export function StillContours({ grid, frame }: Props) {
  const { x, y, width, height } = frame;
  return useMemo(
    () => <Contours grid={grid} frame={frame} />,
    [grid, width, height, x.domain().join(), y.domain().join()],
  );
}
