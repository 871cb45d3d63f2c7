import type { ComponentChildren } from "preact";
import { format, plain } from "../params/format.ts";

interface Props {
  /** What the copied code calls it. */
  readonly name: string;
  readonly label: ComponentChildren;
  /** Undefined while there is none. */
  readonly value: number | undefined;
  readonly digits?: number;
  readonly unit?: string;
}

/** A number with its name. All its digits are in `data-number`. */
export function Readout({ name, label, value, digits = 4, unit = "" }: Props) {
  return (
    <div class="readout">
      <dt>{label}</dt>
      <dd data-value={name} data-number={value === undefined ? "" : plain(value)}>
        {value === undefined ? "–" : `${format(value, digits)}${unit && ` ${unit}`}`}
      </dd>
    </div>
  );
}

/** A row of numbers. */
export function Readouts({ children }: { readonly children: ComponentChildren }) {
  return <dl class="readouts">{children}</dl>;
}
