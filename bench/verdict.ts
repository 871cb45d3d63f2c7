import { printTable } from "./table.ts";

interface Check {
  readonly what: string;
  readonly measured: number;
  readonly target: number;
  readonly bound: "at least" | "at most";
}

/** Collects what was measured beside what was wanted. */
export class Verdict {
  readonly checks: Check[] = [];

  /** Answers the cell of a table: the measured ratio and, where it falls short, a mark. */
  atLeast(what: string, measured: number, target: number): string {
    return this.#check({ what, measured, target, bound: "at least" });
  }

  atMost(what: string, measured: number, target: number): string {
    return this.#check({ what, measured, target, bound: "at most" });
  }

  #check(check: Check): string {
    this.checks.push(check);
    return `${round(check.measured)}${missed(check) ? " ✗" : ""} (${round(check.target)})`;
  }

  /** Prints what was missed and by how much, and has the process end with code 1 then. */
  conclude(): void {
    const missing = this.checks.filter(missed);
    if (missing.length > 0) {
      const rows = missing.map((check) => {
        const { what, measured, target, bound } = check;
        const factor = bound === "at least" ? target / measured : measured / target;
        return [what, round(measured), `${bound} ${round(target)}`, `${factor.toFixed(2)} times`];
      });
      printTable("Missed", ["target", "measured", "wanted", "short by"], rows);
      process.exitCode = 1;
    }
    console.log(`\n${this.checks.length - missing.length} targets met, ${missing.length} missed`);
  }
}

function missed({ measured, target, bound }: Check): boolean {
  return !(bound === "at least" ? measured >= target : measured <= target);
}

function round(value: number): string {
  return Math.abs(value) >= 100 ? value.toFixed(0) : `${Number(value.toPrecision(3))}`;
}
