import type { Values } from "../../params/schema.ts";
import { HALF, MIDDLE } from "./rows.ts";
import type { schema } from "./schema.ts";

/** How numbers of a data set are shown. */
export interface Units {
  readonly x: { readonly domain: readonly [number, number]; readonly label: string };
  readonly y: { readonly domain: readonly [number, number]; readonly label: string };
  /** After a number of y's kind. */
  readonly unit: string;
  /** The input as readers know it. */
  readonly shown: (x: number) => number;
}

export function unitsOf({ data, noise }: Values<typeof schema>): Units {
  if (data === "houses") {
    return {
      x: { domain: [300, 3900], label: "living area, square feet" },
      y: { domain: [0, 700], label: "price, $ 1,000" },
      unit: "thousand dollars",
      shown: (x) => MIDDLE + HALF * x,
    };
  }
  const most = 1.4 + 2.5 * noise;
  return {
    x: { domain: [-1, 1], label: "x" },
    y: { domain: [-most, most], label: "y" },
    unit: "",
    shown: (x) => x,
  };
}
