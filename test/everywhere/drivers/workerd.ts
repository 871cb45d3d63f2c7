import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Readable } from "node:stream";
import * as esbuild from "esbuild";
import { program, type Project } from "../support/project.ts";
import type { Report } from "../support/report.ts";
import { wasmFiles } from "../support/wasm-files.ts";

const COMPATIBILITY_DATE = "2026-10-01";

/** Bundles `worker-service.js` as Cloudflare's tools do: `.wasm` files stay modules of their own. */
async function bundle(folder: string): Promise<readonly string[]> {
  const outdir = join(folder, "built/workerd");
  await esbuild.build({
    entryPoints: [join(folder, "worker-service.js")],
    outdir,
    bundle: true,
    format: "esm",
    conditions: ["workerd", "worker", "browser"],
    loader: { ".wasm": "copy" },
    plugins: [wasmFiles],
    logLevel: "warning",
  });
  return readdirSync(outdir);
}

/** Cloudflare's runtime, alone: it serves one Worker, which is asked once. */
export async function runWorkerd({ folder }: Project): Promise<Report> {
  const names = await bundle(folder);
  const modules = ["worker-service.js", ...names.filter((name) => name.endsWith(".wasm"))].map((name) => {
    const type = name.endsWith(".wasm") ? "wasm" : "esModule";
    return `(name = "${name}", ${type} = embed "built/workerd/${name}")`;
  });
  writeFileSync(
    join(folder, "workerd.capnp"),
    `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [(name = "main", worker = (
    modules = [${modules.join(", ")}],
    compatibilityDate = "${COMPATIBILITY_DATE}",
  ))],
  sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "main")],
);
`,
  );
  const server = spawn(program("workerd"), ["serve", "workerd.capnp", "--control-fd=3"], {
    cwd: folder,
    stdio: ["ignore", "inherit", "inherit", "pipe"],
  });
  try {
    const [line] = await once(server.stdio[3] as Readable, "data");
    const { port } = JSON.parse(String(line)) as { port: number };
    const response = await fetch(`http://127.0.0.1:${port}/`);
    return (await response.json()) as Report;
  } finally {
    server.kill();
  }
}
