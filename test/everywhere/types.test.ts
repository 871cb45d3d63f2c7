import { cpSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { createProject, run } from "./support/project.ts";

const root = new URL("../../", import.meta.url);
const tsc = fileURLToPath(new URL("node_modules/typescript/bin/tsc", root));

it.each([
  ["node16", "node16"],
  ["esnext", "bundler"],
])("TypeScript with module %s and moduleResolution %s finds the types", async (module, moduleResolution) => {
  const { folder } = await createProject();
  cpSync(new URL("test/consumer", root), join(folder, "consumer"), { recursive: true });
  const compilerOptions = {
    target: "es2022",
    lib: ["es2023", "dom"],
    module,
    moduleResolution,
    strict: true,
    skipLibCheck: false,
    types: [],
    noEmit: true,
  };
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions, include: ["consumer"] }));
  const { stdout } = await run(process.execPath, [tsc, "--listFilesOnly"], { cwd: folder });
  expect(stdout).toContain(join(folder, "node_modules/logit-wasm/dist/index.d.ts"));
  await run(process.execPath, [tsc], { cwd: folder });
});
