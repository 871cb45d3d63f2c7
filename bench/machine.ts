import { readFileSync } from "node:fs";
import { cpus } from "node:os";
import { fileURLToPath } from "node:url";
import asc from "assemblyscript/asc";
import { compare } from "./timing.ts";

/** What the numbers of a run were measured on. */
export function describeMachine(): string {
  const [{ model }] = cpus();
  return `${model.trim()}, ${cpus().length} cores, Node ${process.versions.node}, V8 ${process.versions.v8}`;
}

type Sum = (n: number, x: number) => number;

export interface Bandwidth {
  readonly bytesPerSecond: number;
  /** How many streams, far apart, were read at once. */
  readonly streams: number;
  /** Reads so many bytes once more, for a measurement beside others. */
  readonly read: () => number;
  readonly bytes: number;
}

/** How fast one thread reads memory, with the number of streams that is best. */
export async function readBandwidth(): Promise<Bandwidth> {
  const numbers = 2e7;
  const memory = new WebAssembly.Memory({ initial: 2500, maximum: 65536, shared: true });
  new Float64Array(memory.buffer).fill(1);
  const { exports } = await WebAssembly.instantiate(await compile("read"), { env: { memory } });
  const sums = { 1: exports.sum1 as Sum, 4: exports.sum4 as Sum, 8: exports.sum8 as Sum };
  // Short calls first: the engine changes to optimised code only between calls.
  for (const sum of Object.values(sums)) for (let i = 0; i < 200; i++) sum(16000, 65536);
  const times = await compare({
    1: () => sums[1](numbers, 65536),
    4: () => sums[4](numbers, 65536),
    8: () => sums[8](numbers, 65536),
  });
  const rates = ([1, 4, 8] as const).map((streams) => ({
    streams,
    bytesPerSecond: (numbers * 8 * 1000) / times[streams],
    read: () => sums[streams](numbers, 65536),
    bytes: numbers * 8,
  }));
  return rates.reduce((best, rate) => (rate.bytesPerSecond > best.bytesPerSecond ? rate : best));
}

/** Operations a second of one thread's 128-bit arithmetic, half of them multiplications and half additions. */
export interface Peak {
  readonly f64: number;
  readonly f32: number;
  /** Makes so many operations in f64 once more, for a measurement beside others. */
  readonly compute: () => number;
  readonly operations: number;
}

export async function arithmeticPeak(): Promise<Peak> {
  const memory = new WebAssembly.Memory({ initial: 1, maximum: 65536, shared: true });
  const { exports } = await WebAssembly.instantiate(await compile("peak"), { env: { memory } });
  const loops = {
    f64: exports.peakF64 as (n: number) => number,
    f32: exports.peakF32 as (n: number) => number,
  };
  const count = 20_000;
  for (const loop of Object.values(loops)) for (let i = 0; i < 200; i++) loop(1000);
  const times = await compare({ f64: () => loops.f64(count), f32: () => loops.f32(count) });
  const operations = 192 * count;
  return {
    f64: (operations * 1000) / times.f64,
    f32: (2 * operations * 1000) / times.f32,
    compute: () => loops.f64(count),
    operations,
  };
}

/** A module of bench/assembly. */
async function compile(name: string): Promise<WebAssembly.Module> {
  const root = fileURLToPath(new URL("../", import.meta.url));
  const files = [`${name}.ts`, "--baseDir", `${root}bench/assembly`, "--outFile", `../../build/${name}.wasm`];
  const memory = [
    "--importMemory",
    "--sharedMemory",
    "--maximumMemory",
    "65536",
    "--enable",
    "simd",
    "--enable",
    "threads",
  ];
  const speed = ["-O3", "--runtime", "stub", "--noAssert", "--uncheckedBehavior", "always"];
  const { error, stderr } = await asc.main([...files, ...memory, ...speed]);
  if (error) throw new Error(`asc could not compile ${name}.ts\n${stderr.toString()}`);
  return new WebAssembly.Module(readFileSync(`${root}build/${name}.wasm`));
}
