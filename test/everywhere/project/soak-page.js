import { soak } from "./soak.js";

/** In a Chromium with --js-flags=--expose-gc --enable-precise-memory-info. */
function measure() {
  gc();
  gc();
  return { heap: performance.memory.usedJSHeapSize };
}

const result = await soak({ fits: 1000, predictions: 100_000, measure });
await fetch("/report", { method: "POST", body: JSON.stringify(result) });
