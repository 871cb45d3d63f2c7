import { format } from "../../params/format.ts";
import { enumerate, inSentence, ratesOf } from "./explain.ts";
import type { Counts } from "./model.ts";

interface Props {
  readonly counts: Counts;
  readonly classes: readonly string[];
}

/** What copied code calls the counts of two classes, whose second is the positive one. */
const OF_TWO = [
  ["trueNegatives", "falsePositives"],
  ["falseNegatives", "truePositives"],
] as const;

/** What rows are against what they are taken for. */
export function Confusion({ counts, classes }: Props) {
  const nameOf = (i: number, j: number) => (classes.length === 2 ? OF_TWO[i]?.[j] : `count${i + 1}-${j + 1}`);
  const names = classes.map(inSentence);
  return (
    <div class="stack">
      <table class="counts">
        <caption>What rows are, and what they are taken for</caption>
        <thead>
          <tr>
            <td />
            {classes.map((name, j) => (
              <th key={name} scope="col">
                {j === 0 ? "taken for" : "for"} {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {classes.map((name, i) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              {counts[i]?.map((count, j) => (
                <td
                  key={j}
                  data-value={nameOf(i, j)}
                  data-number={count}
                  class={i === j || count === 0 ? "" : "is-wrong"}
                >
                  {count}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <p class="note">{classes.length === 2 ? notePair(counts, names) : noteSeveral(counts, names)}</p>
    </div>
  );
}

function notePair(counts: Counts, [first = "", second = ""]: readonly string[]): string {
  const { found, wrong } = ratesOf(counts);
  const [called, right] = [calledOf(counts, 1), counts[1]?.[1] ?? 0];
  const recall = `Of ${second} ${format(100 * found, 3)} % are found (recall); of ${first} ${format(100 * wrong, 3)} % are taken for it.`;
  return called > 0
    ? `${recall} Who is called ${second} is so in ${format((100 * right) / called, 3)} % of cases (precision).`
    : `${recall} Nobody is called ${second}.`;
}

function noteSeveral(counts: Counts, classes: readonly string[]): string {
  const part = (k: number, of: number) => `${format((100 * (counts[k]?.[k] ?? 0)) / of, 3)} %`;
  const recalls = classes.map((name, k) => `${part(k, sumOf(counts[k] ?? []))} of ${name}`);
  const precisions = classes.map((name, k) => {
    const called = calledOf(counts, k);
    return called > 0 ? `${part(k, called)} of those called ${name}` : `nobody is called ${name}`;
  });
  return `Found (recall) are ${enumerate(recalls)}. Rightly so called (precision): ${enumerate(precisions)}.`;
}

/** How many are taken for a class. */
function calledOf(counts: Counts, k: number): number {
  return sumOf(counts.map((row) => row[k] ?? 0));
}

function sumOf(row: readonly number[]): number {
  return row.reduce((sum, n) => sum + n, 0);
}
