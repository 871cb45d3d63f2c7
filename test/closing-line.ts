import type { Reporter, TestModule } from "vitest/node";

/** Ends a run's output with one plain line of counts, after a remark on what was left out, if anything was. */
export class ClosingLine implements Reporter {
  readonly #remark: string | undefined;

  constructor(remark?: string) {
    this.#remark = remark;
  }

  onTestRunEnd(modules: readonly TestModule[]): void {
    const states = modules
      .flatMap((module) => [...module.children.allTests()])
      .map((test) => test.result().state);
    const count = (state: string) => states.filter((other) => other === state).length;
    const broken = modules.filter((module) => module.errors().length > 0).length;
    const skipped = count("skipped");
    if (this.#remark) console.log(this.#remark);
    console.log(
      `${count("passed")} passed, ${count("failed") + broken} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`,
    );
  }
}
