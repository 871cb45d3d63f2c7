import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const lab = fileURLToPath(new URL("../..", import.meta.url));
const run = promisify(execFile);

/** Runs TypeScript as a reader would who has installed the package; answers what it prints as `name number`, by name. */
export async function runCode(code: string): Promise<Readonly<Record<string, number>>> {
  const folder = mkdtempSync(join(lab, "node_modules/.copied-code-"));
  try {
    const file = join(folder, "copied.mts");
    writeFileSync(file, code);
    const { stdout } = await run(process.execPath, ["--import", "tsx", file], { cwd: lab });
    return Object.fromEntries(
      [...stdout.matchAll(/^(\S+) (-?(?:\d\S*|Infinity)|NaN)$/gm)].map(([, name = "", number]) => [
        name,
        Number(number),
      ]),
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
}
