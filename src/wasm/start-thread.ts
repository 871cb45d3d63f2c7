import { worker as script } from "./bytes/worker.ts";
import { hasNodeThreads, nodeModule, type Thread, type ThreadEvents } from "./threads.ts";

interface NodeWorker {
  on(event: string, listener: (value: unknown) => void): void;
  unref(): void;
  postMessage(message: unknown): void;
  terminate(): Promise<unknown>;
}

interface NodeThreads {
  readonly Worker: new (source: string, options: object) => NodeWorker;
}

/** Starts a thread; where that is forbidden, throws, or has the thread end. */
export function startWorker(events: ThreadEvents): Thread {
  const node = nodeThreads();
  return node ? startNodeThread(node, events) : startBrowserThread(events);
}

function startNodeThread({ Worker: NodeWorker }: NodeThreads, { ready, end }: ThreadEvents): Thread {
  // Without the process's own arguments: they may load a whole compiler into each thread.
  const worker = new NodeWorker(script, { eval: true, execArgv: [] });
  let cause: unknown;
  worker.on("message", ready);
  worker.on("error", (error) => (cause = error));
  worker.on("exit", (code) => end(cause ?? new Error(`the thread ended with exit code ${code}`)));
  worker.unref(); // not before: a listener for messages refers to it again
  return {
    post: (message) => worker.postMessage(message),
    terminate: async () => void (await worker.terminate()),
  };
}

const FORBIDDEN = "the worker could not start; a Content-Security-Policy needs worker-src blob:";

function startBrowserThread({ ready, end }: ThreadEvents): Thread {
  const url = URL.createObjectURL(new Blob([script], { type: "text/javascript" }));
  const worker = newWorker(url);
  worker.addEventListener("message", () => {
    URL.revokeObjectURL(url);
    ready();
  });
  worker.addEventListener("error", (event) => {
    event.preventDefault();
    end(new Error(event.message || FORBIDDEN));
  });
  worker.addEventListener("messageerror", () => end(new Error("the worker could not read what it was sent")));
  return {
    post: (message) => worker.postMessage(message),
    terminate: async () => worker.terminate(),
  };
}

/** Where a policy forbids it, WebKit throws, and other browsers send the worker an error event. */
function newWorker(url: string): Worker {
  try {
    return new Worker(url);
  } catch (cause) {
    throw new Error(FORBIDDEN, { cause });
  }
}

function nodeThreads(): NodeThreads | undefined {
  return hasNodeThreads() ? (nodeModule("worker_threads") as NodeThreads | undefined) : undefined;
}
