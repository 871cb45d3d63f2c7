import type { ComponentChildren } from "preact";
import { useMemo } from "preact/hooks";
import type { Frame } from "./plot.tsx";

interface Props {
  readonly frame: Frame;
  /** What the marks are made of: as many each time. */
  readonly of: readonly unknown[];
  readonly children: () => ComponentChildren;
}

/** Marks that are drawn anew only when they or the frame change, not with every frame of an animation over them. */
export function Still({ frame: { x, y, width, height }, of, children }: Props) {
  const made = useMemo(children, [width, height, x.domain().join(), y.domain().join(), ...of]);
  return <>{made}</>;
}
