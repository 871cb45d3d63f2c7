/**
 * `npm run test:examples`: packs the package, and in copies of the examples under build/examples/ installs it as a user
 * would, then runs each one's own `npm test`. Names as arguments choose some: `npm run test:examples -- vite`.
 */
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const EXAMPLES = ["fastify", "vite", "worker"];

const root = fileURLToPath(new URL("..", import.meta.url));
const work = join(root, "build/examples");

const asked = process.argv.slice(2);
const unknown = asked.find((name) => !EXAMPLES.includes(name));
if (unknown !== undefined) throw new Error(`no example "${unknown}"; there are ${EXAMPLES.join(", ")}`);

rmSync(work, { recursive: true, force: true });
mkdirSync(work, { recursive: true });
const tarball = join(work, pack());
cpSync(join(root, "examples/data"), join(work, "data"), { recursive: true });

let failed = 0;
for (const name of asked.length > 0 ? asked : EXAMPLES) {
  const start = performance.now();
  try {
    runExample(name);
  } catch {
    failed++;
    console.error(`example ${name} failed`);
  }
  console.log(`example ${name}: ${((performance.now() - start) / 1000).toFixed(1)} s\n`);
}
console.log(`${(asked.length || EXAMPLES.length) - failed} passed, ${failed} failed`);
process.exitCode = Math.min(1, failed);

function runExample(name: string): void {
  const folder = join(work, name);
  const isInstalled = (path: string) => /[/\\](node_modules|dist)([/\\]|$)/.test(path.slice(root.length));
  cpSync(join(root, "examples", name), folder, {
    recursive: true,
    filter: (path) => !isInstalled(path),
  });
  const manifest = join(folder, "package.json");
  const text = readFileSync(manifest, "utf8");
  writeFileSync(manifest, text.replace('"file:../.."', JSON.stringify(`file:${tarball}`)));
  npm(folder, "install", "--no-package-lock", "--no-audit", "--no-fund", "--loglevel=error");
  npm(folder, "test");
}

/** The tarball's name. Packing builds the package first. */
function pack(): string {
  const out = execFileSync("npm", ["pack", "--json", "--pack-destination", work], {
    cwd: root,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [{ filename }] = JSON.parse(out.slice(out.indexOf("[")));
  return filename;
}

function npm(cwd: string, ...args: string[]): void {
  execFileSync("npm", args, { cwd, stdio: ["ignore", "inherit", "inherit"] });
}
