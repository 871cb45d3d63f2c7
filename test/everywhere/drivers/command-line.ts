import { here, program, type Project, run } from "../support/project.ts";
import type { Report } from "../support/report.ts";

/** A runtime that runs a file from the command line. */
export interface CommandLine {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
}

const nodes = [process.execPath, here("node_modules/node22/bin/node"), here("node_modules/node24/bin/node")];

export const node: readonly CommandLine[] = await Promise.all(
  nodes.map(async (command) => {
    const { stdout } = await run(command, ["--version"]);
    return { name: `Node ${stdout.trim().slice(1)}`, command, args: [] };
  }),
);

/** As an empty project runs it: without permissions. */
export const deno: CommandLine = {
  name: "Deno",
  command: program("deno"),
  args: ["run", "--no-prompt", "--node-modules-dir=manual"],
};

export const bun: CommandLine = { name: "Bun", command: program("bun"), args: ["run"] };

export async function runFile<T = Report>(
  { command, args }: CommandLine,
  project: Project,
  file: string,
): Promise<T> {
  const { stdout, stderr } = await run(command, [...args, file], {
    cwd: project.folder,
    env: { PATH: process.env.PATH, HOME: process.env.HOME, NO_COLOR: "1" },
    timeout: 300_000,
  });
  if (stderr !== "") throw new Error(`${command} wrote to its standard error: ${stderr}`);
  return JSON.parse(stdout);
}
