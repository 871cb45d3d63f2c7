import { Readout, Readouts } from "../../controls/readout.tsx";
import type { Decisions } from "./fits.ts";

/** What the sigmoid and the threshold decide, against the truth. */
export function DecisionTable({ decisions }: { readonly decisions: Decisions }) {
  const { truePositives, falsePositives, falseNegatives, trueNegatives } = decisions;
  return (
    <section class="decisions" aria-label="Your sigmoid’s decisions at the threshold">
      <table class="confusion">
        <caption>Your sigmoid’s decisions</caption>
        <thead>
          <tr>
            <td />
            <th scope="col">said “man”</th>
            <th scope="col">said “woman”</th>
          </tr>
        </thead>
        <tbody>
          <tr>
            <th scope="row">men</th>
            <Count name="truePositives" value={truePositives} isRight />
            <Count name="falseNegatives" value={falseNegatives} />
          </tr>
          <tr>
            <th scope="row">women</th>
            <Count name="falsePositives" value={falsePositives} />
            <Count name="trueNegatives" value={trueNegatives} isRight />
          </tr>
        </tbody>
      </table>
      <Readouts>
        <Readout name="accuracy" label="Accuracy: right of all" value={decisions.accuracy} />
        <Readout name="precision" label="Precision: men of those said “man”" value={decisions.precision} />
        <Readout name="recall" label="Recall: said “man” of the men" value={decisions.recall} />
        <Readout name="f1" label="F1: their harmonic mean" value={decisions.f1} />
      </Readouts>
    </section>
  );
}

function Count({
  name,
  value,
  isRight = false,
}: {
  readonly name: string;
  readonly value: number;
  readonly isRight?: boolean;
}) {
  return (
    <td class={isRight ? "is-right" : "is-not"} data-value={name} data-number={value}>
      {value} {isRight ? "✓" : "✗"}
    </td>
  );
}
