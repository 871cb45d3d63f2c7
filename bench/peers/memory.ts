import { printTable } from "../table.ts";
import type { Verdict } from "../verdict.ts";
import { dataSet } from "./data-sets.ts";
import { run } from "./programs.ts";
import type { Session } from "./session.ts";
import { memory as target } from "./targets.ts";

interface Peak {
  readonly rows: number;
  readonly cols: number;
  /** What ran. */
  readonly solver: string;
  /** Why, which tells how many rows the sample has, if there is one. */
  readonly reason: string;
  readonly data: number;
  readonly used: number;
  readonly usedAtMost: number;
  readonly resident: number;
}

/** What a fit to a Dataset adds to a process at its peak, beside the rows themselves. */
export async function memory(session: Session, verdict: Verdict): Promise<void> {
  const megabytes = (bytes: number) => `${(bytes / 1e6).toFixed(0)} MB`;
  const rows: string[][] = [];
  for (const name of ["200000x100", "1000000x20", "20000x1000"] as const) {
    for (const solver of ["auto", "newton-cholesky"]) {
      const peak = JSON.parse(
        run("peak", dataSet(name, session.seed), solver, String(session.threads)),
      ) as Peak;
      const matrices = peak.solver.startsWith("newton") ? target.newtonMatrices * 8 * peak.cols ** 2 : 0;
      const sampled = Number(/^(\d+) of \d+ rows/.exec(peak.reason)?.[1] ?? 0);
      const single = peak.solver === "sampled-newton" ? target.singleCopy * peak.data : 0;
      const copies = target.sampleCopies * sampled * 8 * peak.cols + single;
      const allowed = target.overData * peak.data + target.bytesPerRow * peak.rows + matrices + copies;
      const what = `${name}, ${solver}`;
      rows.push([
        what,
        megabytes(peak.data),
        megabytes(peak.usedAtMost - peak.used),
        megabytes(peak.resident),
        verdict.atMost(`${what}, peak over what is allowed`, peak.resident / allowed, 1),
      ]);
    }
  }
  const head = ["data, solver", "rows", "beside them in linear memory", "process's peak", "of allowed"];
  printTable("Memory of a fit", head, rows);
}
