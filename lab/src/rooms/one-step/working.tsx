import { Formula } from "../../formula/formula.tsx";
import type { Values } from "../../params/schema.ts";
import { FORMULAS } from "./formulas.ts";
import type { Step } from "./model.ts";
import { RULES } from "./rules.ts";
import type { schema } from "./schema.ts";
import { slotsOf } from "./slots.ts";

interface Props {
  readonly values: Values<typeof schema>;
  readonly step: Step;
}

/** The rule, line by line, with the numbers of the step. */
export function Working({ values, step }: Props) {
  const { rule, form } = values;
  const slots = slotsOf(values, step);
  const lines = FORMULAS[rule === "nesterov" && form === "transformed" ? "nesterov-transformed" : rule];
  return (
    <section class="working" aria-label="The formula with its numbers">
      <h2>
        {RULES[rule]}, step {step.number}: a above, b below
      </h2>
      <ol>
        {lines.map(({ says, symbols, numbers }) => (
          <li key={symbols}>
            <p>
              {says} <Formula tex={symbols} />
            </p>
            <Formula display tex={numbers} slots={slots} />
          </li>
        ))}
      </ol>
      <p class="note">{verdict(step)}</p>
    </section>
  );
}

/** Whether the formula gives what the package did. */
function verdict({ next, worked }: Step): string {
  const isSame = next[0] === worked.next[0] && next[1] === worked.next[1];
  return isSame
    ? "Worked out from these numbers, the step leads exactly to where the package went: the same 64 bits."
    : "Worked out from these numbers, the step leads to where the package went, but for rounding.";
}
