import { Formula } from "../../formula/formula.tsx";
import { format } from "../../params/format.ts";
import type { Values } from "../../params/schema.ts";
import { type schema, scheduleNames, type ScheduleName } from "./schema.ts";

/** The rate at epoch t. */
const FORMULAS: Readonly<Record<ScheduleName, string>> = {
  constant: tex`\eta_t = \slot{rate}`,
  step: tex`\eta_t = \slot{rate} \cdot \slot{factor}^{\lfloor t / \slot{every} \rfloor}`,
  exponential: tex`\eta_t = \slot{rate} \cdot e^{-\slot{exponential}\, t}`,
  inverse: tex`\eta_t = \slot{rate} \,/\, (1 + \slot{inverse}\, t)`,
  cosine: tex`\eta_t = \slot{rate} \cdot \tfrac12 \bigl(1 + \cos(\pi t / \slot{epochs})\bigr)`,
  warmup: tex`\eta_t = \min(1, t / \slot{warmup}) \cdot \text{cosine}`,
  drawn: tex`\eta_t = \slot{rate} \cdot \text{lines between the knots}`,
};

/** What the schedules that are shown say, with their numbers. */
export function ScheduleFormulas({ values }: { readonly values: Values<typeof schema> }) {
  const { rate, factor, every, exponential, inverse, epochs, warmup } = values;
  const numbers = { rate, factor, every, exponential, inverse, epochs, warmup };
  const slots = Object.fromEntries(Object.entries(numbers).map(([name, value]) => [name, format(value)]));
  return (
    <div>
      <p class="note">The rate after t epochs:</p>
      <dl class="schedule-formulas">
        {values.shown.map((name) => (
          <div key={name}>
            <dt>{scheduleNames[name]}</dt>
            <dd>
              <Formula tex={FORMULAS[name]} slots={slots} />
            </dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
