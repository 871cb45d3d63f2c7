/** A process of its own that does nothing but a fit with two threads: it must end by itself, and not before. */
import { createRuntime, LogisticRegression } from "../../src/index.ts";
import { overlapping } from "./data.ts";

const { X, y } = overlapping(3000, 20);
const runtime = createRuntime({ threads: 2 });
let model = await new LogisticRegression({ runtime }).fit(X, y);
while (runtime.threads.workers === 0) model = await new LogisticRegression({ runtime }).fit(X, y);
console.log(`${model.status}, ${runtime.threads.workers} worker`);
