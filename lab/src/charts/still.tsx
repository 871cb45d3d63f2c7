import type { VNode } from "preact";
import { useMemo } from "preact/hooks";

interface Props {
  /** What the marks depend on. */
  readonly of: readonly unknown[];
  readonly children: () => VNode;
}

/** Marks that stand still while others in the same chart move: they are made anew when what they depend on changes. */
export function Still({ of, children }: Props) {
  return useMemo(children, of);
}
