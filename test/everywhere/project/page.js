/** Runs the conformance, here or in a worker (`?worker`), and posts what it answered to the server. */
import { report } from "./report.js";

function reportOfWorker() {
  return new Promise((resolve) => {
    const worker = new Worker(new URL("./worker.js", import.meta.url), { type: "module" });
    worker.addEventListener("message", ({ data }) => resolve(data));
    worker.addEventListener("error", ({ message }) => resolve({ error: { name: "Worker", message } }));
  });
}

const result = location.search === "?worker" ? reportOfWorker() : report();
result.then((value) => fetch("/report", { method: "POST", body: JSON.stringify(value) }));
