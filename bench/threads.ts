/**
 * `npm run bench:threads`: what two threads gain, beside what two independent processes gain that run the one-thread
 * code on data of their own. Cores may share more than memory: no program scales further than that.
 *
 *   npm run bench:threads -- [part ...]
 *
 * Parts: processes, as above; and fits, of many classes, with penalties and of sparse rows, which two threads must not slow.
 */
import { type ChildProcess, fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import { createRuntime, Dataset, LogisticRegression } from "logit-wasm";
import { syntheticProblem } from "./data.ts";
import { describeMachine } from "./machine.ts";
import { prepare } from "./prepared.ts";
import { duration, printTable } from "./table.ts";
import { otherFits } from "./threads-fits.ts";
import { alternate, median, timed } from "./timing.ts";
import { Verdict } from "./verdict.ts";

/** Of the scaling of independent processes. */
const TARGET = 0.9;

const SHAPES = [
  [200_000, 100],
  [1_000_000, 20],
  [20_000, 1000],
  [2_000_000, 7],
] as const;

const TASKS = ["loss and gradient", "Hessian", "fit"] as const;
type Task = (typeof TASKS)[number];

/** The first argument of a process that does tasks for another. */
const SERVE = "--serve";

/** How long processes run beside each other, in ms, and how often. */
const WINDOW = 1500;
const ROUNDS = 3;

async function prepareTasks(n: number, d: number, threads: number) {
  const runtime = createRuntime({ threads });
  const problem = syntheticProblem(n, d);
  const { objective, theta, gradient, hessian } = await prepare(problem, "f64", threads);
  const out = hessian();
  const dataset = Dataset.from(problem.X, problem.y, { runtime });
  const tasks: Record<Task, () => unknown> = {
    "loss and gradient": () => objective.valueAndGradient(theta, gradient),
    Hessian: () => objective.approximateHessian(theta, out),
    fit: () => new LogisticRegression({ runtime }).fit(dataset),
  };
  for (const task of TASKS) for (let k = 0; k < 3; k++) await tasks[task](); // workers have started after that
  return tasks;
}

/** A process that tells how many times a second it does a task. */
async function serve(n: number, d: number): Promise<void> {
  const tasks = await prepareTasks(n, d, 1);
  process.on("message", async (task: Task) => {
    const start = performance.now();
    let count = 0;
    while (performance.now() - start < WINDOW) {
      await tasks[task]();
      count += 1;
    }
    process.send!((count * 1000) / (performance.now() - start));
  });
  process.send!("ready");
}

function answer<T>(child: ChildProcess): Promise<T> {
  return new Promise((resolve) => child.once("message", (message) => resolve(message as T)));
}

function rate(child: ChildProcess, task: Task): Promise<number> {
  const told = answer<number>(child);
  child.send(task);
  return told;
}

/** The rate of both processes together over that of one alone. */
async function scalingOfProcesses(children: readonly ChildProcess[], task: Task): Promise<number> {
  const ratios: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const alone = await rate(children[0], task);
    const together = await Promise.all(children.map((child) => rate(child, task)));
    ratios.push((together[0] + together[1]) / alone);
  }
  return median(ratios);
}

async function besideProcesses(verdict: Verdict): Promise<void> {
  const rows: string[][] = [];
  const own = fileURLToPath(import.meta.url);
  for (const [n, d] of SHAPES) {
    console.error(`… ${n} × ${d}`);
    const children = [0, 1].map(() => fork(own, [SERVE, `${n}`, `${d}`], { execArgv: ["--import", "tsx"] }));
    await Promise.all(children.map((child) => answer(child)));
    const scaling = new Map<Task, number>();
    for (const task of TASKS) scaling.set(task, await scalingOfProcesses(children, task));
    for (const child of children) child.kill();

    const one = await prepareTasks(n, d, 1);
    const two = await prepareTasks(n, d, 2);
    for (const task of TASKS) {
      const times = await alternate({ one: timed(one[task]), two: timed(two[task]) });
      const ours = times.one / times.two;
      const theirs = scaling.get(task)!;
      rows.push([
        `${n} × ${d}, ${task}`,
        duration(times.one),
        duration(times.two),
        ours.toFixed(2),
        theirs.toFixed(2),
        verdict.atLeast(`${n} × ${d}, ${task}`, ours / theirs, TARGET),
      ]);
    }
  }
  const head = ["", "one thread", "two threads", "gain", "of two processes", "ratio (target)"];
  printTable("Two threads beside two processes", head, rows);
}

const parts: Record<string, (verdict: Verdict) => Promise<void>> = {
  processes: besideProcesses,
  fits: otherFits,
};

async function main(asked: readonly string[]): Promise<void> {
  const unknown = asked.find((name) => !Object.hasOwn(parts, name));
  if (unknown !== undefined) {
    throw new Error(`unknown part "${unknown}"; expected ${Object.keys(parts).join(" or ")}`);
  }
  console.log(describeMachine());
  const verdict = new Verdict();
  for (const name of asked.length > 0 ? asked : Object.keys(parts)) await parts[name](verdict);
  verdict.conclude();
}

const [first, ...others] = process.argv.slice(2);
await (first === SERVE ? serve(Number(others[0]), Number(others[1])) : main(process.argv.slice(2)));
