/** A worker thread, be it Node's or a browser's. */
export interface Thread {
  post(message: unknown): void;
  /** Ends it, wherever it is; resolves once it has ended. */
  terminate(): Promise<void>;
}

/** What a thread has to say of itself. */
export interface ThreadEvents {
  /** It answered its first message. */
  readonly ready: () => void;
  /** It ended without being told to, or could not start. */
  readonly end: (cause: unknown) => void;
}

interface NodeWorker {
  on(event: string, listener: (value: unknown) => void): void;
  unref(): void;
  postMessage(message: unknown): void;
  terminate(): Promise<unknown>;
}

interface NodeThreads {
  readonly Worker: new (source: string, options: object) => NodeWorker;
}

/** Why this JavaScript runtime can't run threads, or undefined where it can. */
export function whyNoThreads(): string | undefined {
  const node = hasNodeThreads();
  // Before what is missing: in most browsers a page that isn't isolated has no SharedArrayBuffer for that very reason.
  if (!node && (globalThis as { crossOriginIsolated?: boolean }).crossOriginIsolated === false) {
    return (
      "the page is not cross-origin isolated, so that workers can't share memory; serve it with " +
      "Cross-Origin-Opener-Policy: same-origin and Cross-Origin-Embedder-Policy: require-corp"
    );
  }
  if (typeof SharedArrayBuffer === "undefined" || typeof Atomics === "undefined") {
    return "this JavaScript runtime has no SharedArrayBuffer";
  }
  if (node) return undefined;
  if (
    typeof Worker === "undefined" ||
    typeof Blob === "undefined" ||
    typeof URL.createObjectURL !== "function"
  ) {
    return "this JavaScript runtime has no workers";
  }
  return undefined;
}

/** How many threads the machine runs at once, as far as it tells. */
export function availableThreads(): number {
  const os = nodeModule("os") as { availableParallelism?: () => number } | undefined;
  const { navigator } = globalThis as { navigator?: { hardwareConcurrency?: number } };
  return os?.availableParallelism?.() ?? navigator?.hardwareConcurrency ?? 1;
}

/** A thread that runs the source text, a script. It never keeps the process alive. */
export function startThread(source: string, events: ThreadEvents): Thread {
  const node = nodeThreads();
  return node ? startNodeThread(node, source, events) : startBrowserThread(source, events);
}

function startNodeThread(
  { Worker: NodeWorker }: NodeThreads,
  source: string,
  { ready, end }: ThreadEvents,
): Thread {
  // Without the process's own arguments: they may load a whole compiler into each thread.
  const worker = new NodeWorker(source, { eval: true, execArgv: [] });
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

function startBrowserThread(source: string, { ready, end }: ThreadEvents): Thread {
  const url = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
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

/**
 * Whether there are Node's threads, which Deno and Bun have too, without loading them: programs that start none need not
 * wait for that. Cloudflare's runtime has the module, but nothing that works in it.
 */
function hasNodeThreads(): boolean {
  const { navigator } = globalThis as { navigator?: { userAgent?: string } };
  return navigator?.userAgent !== "Cloudflare-Workers" && nodeProcess()?.getBuiltinModule !== undefined;
}

/** A module of Node's own, where there is one, without an import that browsers would stumble over. */
function nodeModule(name: string): unknown {
  return nodeProcess()?.getBuiltinModule?.(`node:${name}`);
}

function nodeProcess(): { getBuiltinModule?: (name: string) => unknown } | undefined {
  return (globalThis as { process?: { getBuiltinModule?: (name: string) => unknown } }).process;
}
