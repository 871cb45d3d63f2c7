import { adam, gradientDescent, momentum, type RuleMethod } from "logit-wasm/optimize";
import type { Values } from "../../params/schema.ts";
import type { schema } from "./schema.ts";

/** The rule that the reader chose, and its code. */
export const rules: Readonly<
  Record<Values<typeof schema>["rule"], { readonly name: string; make(learningRate: number): RuleMethod }>
> = {
  gradient: { name: "gradientDescent", make: (learningRate) => gradientDescent({ learningRate }) },
  momentum: { name: "momentum", make: (learningRate) => momentum({ learningRate }) },
  adam: { name: "adam", make: (learningRate) => adam({ learningRate }) },
};

/** What follows from the settings: a batch has no more rows than there are, and averaging begins before the end. */
export function plan(
  { batch, epochs, from }: Pick<Values<typeof schema>, "batch" | "epochs" | "from">,
  rows: number,
) {
  const size = Math.min(batch, rows);
  const perEpoch = Math.ceil(rows / size);
  return { size, perEpoch, updates: epochs * perEpoch, from: Math.min(from, epochs - 1) * perEpoch };
}
