/** Packs the package once, into the folder where projects are made, which goes at the end. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { TestProject } from "vitest/node";

declare module "vitest" {
  interface ProvidedContext {
    /** The path of what `npm pack` wrote. */
    tarball: string;
  }
}

export default function setup(project: TestProject): () => void {
  const folder = mkdtempSync(join(tmpdir(), "logit-wasm-"));
  const root = fileURLToPath(new URL("../../../", import.meta.url));
  const output = execFileSync("npm", ["pack", "--silent", "--pack-destination", folder], {
    cwd: root,
    encoding: "utf8",
  });
  project.provide("tarball", join(folder, output.trim().split("\n").at(-1) as string));
  return () => rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
}
