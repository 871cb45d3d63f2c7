import type { Values } from "../../params/schema.ts";
import { type Costs, costsOf } from "./costs.ts";
import { type Example, exampleOf } from "./example.ts";
import { type Decisions, decide, fitLine, fitSigmoid, predictLine } from "./fits.ts";
import type { Fit } from "./fit.ts";
import { gathered, size, withAdded } from "./people.ts";
import type { schema } from "./schema.ts";

/** Both models of the same people. */
export interface Fits {
  readonly line: Fit;
  readonly sigmoid: Fit;
}

export interface Result {
  readonly people: number;
  readonly best: Fits;
  /** Without those whom the reader has added; undefined if there are none. */
  readonly before: Fits | undefined;
  /** How many people the line gives less than 0, and more than 1. */
  readonly outside: { readonly below: number; readonly above: number };
  readonly decisions: Decisions;
  readonly costs: Costs;
  readonly example: Example;
}

export async function compute(values: Values<typeof schema>): Promise<Result> {
  const asked = gathered(values.data);
  const people = withAdded(asked, values);
  const best = { line: await fitLine(people), sigmoid: await fitSigmoid(people) };
  const hasAdded = values.count > 0;
  const onLine = predictLine(people, best.line);
  const countWhere = (isMeant: (value: number) => boolean) =>
    people.count.reduce((sum, n, i) => sum + (isMeant(onLine[i] ?? 0) ? n : 0), 0);
  return {
    people: size(people),
    best,
    before: hasAdded ? { line: await fitLine(asked), sigmoid: await fitSigmoid(asked) } : undefined,
    outside: { below: countWhere((value) => value < 0), above: countWhere((value) => value > 1) },
    decisions: decide(people, values, values.threshold),
    costs: costsOf(people, best.sigmoid, values),
    example: exampleOf(values),
  };
}
