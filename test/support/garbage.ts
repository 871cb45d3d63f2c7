import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

setFlagsFromString("--expose-gc");
const gc = runInNewContext("gc") as () => void;

/** Collects garbage until `isGone`, which takes a few turns of the event loop; throws if that never comes. */
export async function collectGarbage(isGone: () => boolean): Promise<void> {
  for (let turn = 0; turn < 50; turn++) {
    await new Promise((resolve) => setImmediate(resolve));
    gc();
    await new Promise((resolve) => setImmediate(resolve));
    if (isGone()) return;
  }
  throw new Error("it was not collected");
}
