import { coldStart } from "./cold-start.js";

/** What the package did here, as plain data: how fast it started and what it answered, or how it failed. */
export async function report() {
  try {
    const cold = await coldStart();
    const { conformance } = await import("./conformance.js");
    return { cold, ...(await conformance()) };
  } catch (error) {
    return { error: { name: error.name, message: error.message, stack: error.stack } };
  }
}
