import { expect, it } from "vitest";
import { bun, deno, node, runFile } from "./drivers/command-line.ts";
import { createProject, run } from "./support/project.ts";
import { expectConformance, TWO_THREADS } from "./support/report.ts";

for (const runtime of [...node, deno, bun]) {
  it(runtime.name, async (context) => {
    const report = await runFile(runtime, await createProject(), "command-line.js");
    await expectConformance(context, report, TWO_THREADS);
  });
}

for (const { name, command } of node) {
  it(`${name} takes the package with require() too`, async () => {
    const { folder } = await createProject();
    const program = `console.log(typeof require("logit-wasm").LogisticRegression)`;
    const { stdout } = await run(command, ["--eval", program, "--input-type=commonjs"], { cwd: folder });
    expect(stdout).toBe("function\n");
  });
}
