import { format } from "../../params/format.ts";
import { ratesOf } from "./explain.ts";
import type { Counts } from "./model.ts";

interface Props {
  readonly counts: Counts;
  readonly classes: readonly [string, string];
}

/** What rows are against what they are taken for. */
export function Confusion({ counts, classes: [first, second] }: Props) {
  const { found, wrong } = ratesOf(counts);
  const called = counts.truePositives + counts.falsePositives;
  return (
    <div class="stack">
      <table class="counts">
        <caption>What rows are, and what they are taken for</caption>
        <thead>
          <tr>
            <td />
            <th scope="col">taken for {first}</th>
            <th scope="col">for {second}</th>
          </tr>
        </thead>
        <tbody>
          <tr>
            <th scope="row">{first}</th>
            <Cell name="trueNegatives" value={counts.trueNegatives} />
            <Cell name="falsePositives" value={counts.falsePositives} isWrong />
          </tr>
          <tr>
            <th scope="row">{second}</th>
            <Cell name="falseNegatives" value={counts.falseNegatives} isWrong />
            <Cell name="truePositives" value={counts.truePositives} />
          </tr>
        </tbody>
      </table>
      <p class="note">
        Of {second} {format(100 * found, 3)} % are found (recall); of {first} {format(100 * wrong, 3)} % are
        taken for it.{" "}
        {called > 0
          ? `Who is called ${second} is so in ${format((100 * counts.truePositives) / called, 3)} % of cases (precision).`
          : `Nobody is called ${second}.`}
      </p>
    </div>
  );
}

function Cell({
  name,
  value,
  isWrong = false,
}: {
  readonly name: string;
  readonly value: number;
  readonly isWrong?: boolean;
}) {
  return (
    <td data-value={name} data-number={value} class={isWrong ? "is-wrong" : ""}>
      {value}
    </td>
  );
}
