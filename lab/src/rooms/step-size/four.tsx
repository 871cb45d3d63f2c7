import { lookOf } from "../../charts/looks.ts";
import { format } from "../../params/format.ts";
import { RunMap } from "./map.tsx";
import type { Ground, Run } from "./model.ts";
import { outcome } from "./words.ts";

/** What the four fixed steps are, in the order of their lengths. */
export const FOUR = [
  { name: "Far too small", rule: "1 / (20 L)" },
  { name: "Moderate", rule: "1 / L" },
  { name: "Best in the long run", rule: "2 / (L + μ)" },
  { name: "Too long", rule: "2.2 / L" },
] as const;

interface Props {
  readonly ground: Ground;
  readonly four: readonly Run[];
  readonly shown: number;
}

/** Four runs side by side, from far too small a step to one that diverges. */
export function FourMaps({ ground, four, shown }: Props) {
  return (
    <div class="four">
      {FOUR.map(({ name, rule }, i) => {
        const run = four[i];
        if (!run) return null;
        return (
          <section key={rule}>
            <RunMap
              title={`${rule} = ${format(run.rate, 3)}`}
              summary={`${name}. ${outcome(run)}`}
              ground={ground}
              run={run}
              shown={shown}
              look={lookOf(i + 1)}
              aspect={1}
            />
            <p class="note">
              <strong>{name}.</strong> {outcome(run)}
            </p>
          </section>
        );
      })}
    </div>
  );
}
