import type { Reporter, TestModule } from "vitest/node";

const ms = (value: number) => value.toFixed(1);

/** Prints how fast the package started wherever it was tried, as a table. */
export class ColdStarts implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const tests = modules.flatMap((module) => [...module.children.allTests()]);
    const lines = tests.flatMap((test) => {
      const { coldStart } = test.meta();
      if (!coldStart) return [];
      const { import: load, compile, prediction } = coldStart;
      const cells = [test.fullName, ms(load), ms(compile), ms(prediction), ms(load + compile + prediction)];
      return [`| ${cells.join(" | ")} |`];
    });
    console.log("\nCold start in ms:\n");
    console.log("| where | import | compile | first prediction | in all |\n| --- | --: | --: | --: | --: |");
    console.log(`${lines.join("\n")}\n`);
  }
}
