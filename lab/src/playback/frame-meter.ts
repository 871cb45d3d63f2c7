/** The page's own work for each of the latest frames of animations, in milliseconds: the newest last. */
const times: number[] = [];

/** How many frames are remembered: ten seconds of them. */
const REMEMBERED = 600;

/**
 * Runs the work of a frame, and notes how long it took with the rendering that it leads to. The 95th percentile and the
 * count are attributes of the document, `data-frame-p95` and `data-frames`.
 */
export function measureFrame(work: () => void): void {
  const start = performance.now();
  work();
  // Preact renders in a microtask that `work` has queued: this one comes after it, and before the browser paints.
  queueMicrotask(() => note(performance.now() - start));
}

function note(milliseconds: number): void {
  times.push(milliseconds);
  if (times.length > REMEMBERED) times.shift();
  const sorted = times.toSorted((a, b) => a - b);
  const { dataset } = document.documentElement;
  dataset["frameP95"] = String(sorted[Math.floor(0.95 * (sorted.length - 1))]);
  dataset["frames"] = String(times.length);
}
