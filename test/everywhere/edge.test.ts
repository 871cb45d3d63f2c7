import { it } from "vitest";
import { runEdgeRuntime } from "./drivers/edge-runtime.ts";
import { runWorkerd } from "./drivers/workerd.ts";
import { createProject } from "./support/project.ts";
import { expectConformance, oneThread } from "./support/report.ts";

const NO_WORKERS = oneThread("this JavaScript runtime has no workers");

it("workerd", async (context) => {
  await expectConformance(context, await runWorkerd(await createProject()), NO_WORKERS);
});

it("edge-runtime", async (context) => {
  await expectConformance(context, await runEdgeRuntime(await createProject()), NO_WORKERS);
});
