import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../", import.meta.url));

/** The package as it is published, installed in a project of its own. */
export class Packed {
  /** An empty project that has the package in its node_modules. */
  readonly project: string = mkdtempSync(join(tmpdir(), "logit-wasm-package-"));
  readonly folder: string = join(this.project, "node_modules/logit-wasm");
  readonly tarball: string;

  /** Builds and packs: one at a time, for all builds go to the same place. */
  constructor() {
    const [{ filename }] = JSON.parse(
      execFileSync("npm", ["pack", "--json", "--silent", "--pack-destination", this.project], {
        cwd: root,
        encoding: "utf8",
      }),
    ) as [{ filename: string }];
    this.tarball = join(this.project, filename);
    mkdirSync(this.folder, { recursive: true });
    execFileSync("tar", ["-xzf", this.tarball, "-C", this.folder, "--strip-components=1"]);
  }

  /** All files, as paths within the package. */
  get files(): string[] {
    return readdirSync(this.folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => relative(this.folder, join(entry.parentPath, entry.name)))
      .toSorted();
  }

  read(file: string): Buffer {
    return readFileSync(join(this.folder, file));
  }

  dispose(): void {
    rmSync(this.project, { recursive: true, force: true });
  }
}
