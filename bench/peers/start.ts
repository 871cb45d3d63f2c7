import { duration, printTable } from "../table.ts";
import { alternate, median } from "../timing.ts";
import type { Verdict } from "../verdict.ts";
import { dataSet } from "./data-sets.ts";
import { run, timeOf } from "./programs.ts";
import type { Session } from "./session.ts";
import { start as targets } from "./targets.ts";

/** What the first fit of a fresh process costs. */
export async function start(session: Session, verdict: Verdict): Promise<void> {
  const small = dataSet("breast-cancer", session.seed);
  const times = await alternate(
    { empty: () => timeOf("empty", small), fit: () => timeOf("first-fit", small) },
    { ...session.rounds, least: 7 },
  );
  const over = times.fit - times.empty;

  const large = dataSet("200000x100", session.seed);
  const firsts: number[] = [];
  const later: number[] = [];
  for (let i = 0; i < 3; i++) {
    const [first, , ...steady] = JSON.parse(run("large-fits", large)) as number[];
    firsts.push(first);
    later.push(...steady);
  }
  const slow = median(firsts) / median(later);

  const rows = [
    [
      "load the package and fit breast cancer, over an empty program",
      duration(over),
      verdict.atMost("module load and first fit, ms", over, targets.mostMilliseconds),
    ],
    [
      `first fit of 200000 × 100, ${duration(median(firsts))}, over a later one`,
      slow.toFixed(2),
      verdict.atMost("first large fit over a steady one", slow, targets.mostOverSteady),
    ],
  ];
  printTable("In a fresh process", ["", "measured", "(at most)"], rows);
}
