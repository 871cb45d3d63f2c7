import { soak } from "./soak.js";

/** To be run with --expose-gc. */
function measure() {
  gc();
  gc();
  const { heapUsed, rss } = process.memoryUsage();
  return { heap: heapUsed, resident: rss };
}

console.log(JSON.stringify(await soak({ fits: 10_000, predictions: 1_000_000, measure })));
