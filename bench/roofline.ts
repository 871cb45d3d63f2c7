/**
 * `npm run bench:roofline`: bytes and operations of each kernel beside what the machine can do: its read bandwidth, and
 * its 128-bit arithmetic. Ends with code 1 where a target (peers/targets.ts) is missed.
 */
import type { Dtype } from "../src/data/storage.ts";
import { syntheticProblem } from "./data.ts";
import { arithmeticPeak, describeMachine, readBandwidth } from "./machine.ts";
import { roofline as targets } from "./peers/targets.ts";
import { prepare, SHAPES } from "./prepared.ts";
import { duration, printTable } from "./table.ts";
import { compare } from "./timing.ts";
import { Verdict } from "./verdict.ts";

/** From here on data is taken to exceed the caches: several times the largest of today's. */
const EXCEEDS_CACHES = 1e8;

/** What σ and log(1 + e) of a row cost besides: about so many operations, counted in assembly/logistic.ts. */
const OPERATIONS_PER_ROW = 40;

console.log(describeMachine());
const bandwidth = await readBandwidth();
const peak = await arithmeticPeak();
const giga = (value: number) => (value / 1e9).toFixed(1);
console.log(
  `read bandwidth of one thread: ${giga(bandwidth.bytesPerSecond)} GB/s (${bandwidth.streams} streams)`,
);
console.log(`128-bit peak of one thread: ${giga(peak.f64)} GFLOP/s in f64, ${giga(peak.f32)} in f32`);

const verdict = new Verdict();
const rows: string[][] = [];

for (const [n, d] of SHAPES) {
  const problem = syntheticProblem(n, d);
  const lossAndGradient: Partial<Record<Dtype, number>> = {};
  for (const dtype of ["f64", "f32"] as const) {
    const { objective, theta, gradient, hessian, dispose } = await prepare(problem, dtype);
    const out = hessian();
    const approximately = objective.approximateGradient;
    const times = await compare({
      gradient: () => objective.valueAndGradient(theta, gradient),
      single: () => approximately?.(theta, gradient),
      product: () => objective.hessianProduct(theta, theta, gradient),
      hessian: () => objective.hessian(theta, out),
      read: bandwidth.read,
      compute: peak.compute,
    });
    // Of the machine as it was beside these kernels: others may use it too.
    const bytesPerMs = bandwidth.bytes / times.read;
    const operationsPerMs = peak.operations / times.compute;
    dispose();
    const large = n * d * 8 >= EXCEEDS_CACHES;
    const stored = n * d * (dtype === "f64" ? 8 : 4);
    const row = (kernel: string, ms: number, flops: number, bytes = stored) => {
      const bytesShare = bytes / ms / bytesPerMs;
      const flopsShare = flops / ms / operationsPerMs;
      const least = Math.max(bytes / bytesPerMs, flops / operationsPerMs);
      const what = `${n} × ${d} ${dtype}, ${kernel}`;
      let wanted = "";
      if (kernel === "loss and gradient" && dtype === "f64" && large && d >= targets.bandwidth.cols) {
        wanted = verdict.atLeast(`${what}, of bandwidth`, bytesShare, targets.bandwidth.share);
      }
      if (kernel === "Hessian" && dtype === "f64" && d >= targets.hessian.cols) {
        wanted = verdict.atLeast(`${what}, of peak`, flopsShare, targets.hessian.share);
      }
      rows.push([
        what,
        duration(ms),
        (bytes / 1e6).toFixed(1),
        (flops / 1e6).toPrecision(3),
        `${(100 * bytesShare).toFixed(0)} %`,
        `${(100 * flopsShare).toFixed(0)} %`,
        bytes / bytesPerMs > flops / operationsPerMs ? "bandwidth" : "arithmetic",
        `${((100 * least) / ms).toFixed(0)} %`,
        wanted,
      ]);
    };
    row("loss and gradient", times.gradient, n * (4 * d + OPERATIONS_PER_ROW));
    if (approximately && dtype === "f64") {
      const lanes = peak.f32 / peak.f64; // as if each operation in f32 were that part of one
      row(
        "the same in single precision",
        times.single,
        (n * (4 * d + OPERATIONS_PER_ROW)) / lanes,
        n * d * 4,
      );
    }
    row("Hessian × vector", times.product, n * (4 * d + 2));
    row("Hessian", times.hessian, n * (d * (d + 1) + 2 * d + OPERATIONS_PER_ROW));
    lossAndGradient[dtype] = times.gradient;
  }
  if (n * d * 8 >= EXCEEDS_CACHES && d >= targets.f32.cols) {
    const ratio = lossAndGradient.f64! / lossAndGradient.f32!;
    const what = `${n} × ${d}, loss and gradient, f64 over f32`;
    rows.push([what, "", "", "", "", "", "", "", verdict.atLeast(what, ratio, targets.f32.ratio)]);
  }
}
const head = ["kernel", "time", "MB", "MFLOP", "of bandwidth", "of peak", "bound by", "of bound", "(target)"];
printTable("Kernels beside what bounds them; shares of the f64 peak, in which all arithmetic is", head, rows);
verdict.conclude();
