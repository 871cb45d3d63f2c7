import { createRuntime, defaultRuntime, type Runtime, type RuntimeOptions } from "../src/index.ts";

/** The runtime in which ours runs with so many threads: the only place that knows how threads are asked for. */
export function runtimeWith(threads: number): Runtime {
  // The default runtime has one thread, and runtimes don't take `threads` yet.
  return threads === 1 ? defaultRuntime() : createRuntime({ threads } as RuntimeOptions);
}
