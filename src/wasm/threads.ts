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

/** A thread that runs src/wasm/worker.ts. It never keeps the process alive, and what starts it is loaded with the first. */
export function startThread(events: ThreadEvents): Thread {
  const mail: unknown[] = [];
  let thread: Thread | undefined;
  let isWanted = true;
  const started = import("./start-thread.ts")
    .then(({ startWorker }) => {
      if (!isWanted) return;
      thread = startWorker(events);
      for (const message of mail) thread.post(message);
    })
    .catch((cause: unknown) => events.end(cause));
  return {
    post(message) {
      if (thread) thread.post(message);
      else mail.push(message);
    },
    async terminate() {
      isWanted = false;
      await started;
      await thread?.terminate();
    },
  };
}

/**
 * Whether there are Node's threads, which Deno and Bun have too, without loading them: programs that start none need not
 * wait for that. Cloudflare's runtime has the module, but nothing that works in it.
 */
export function hasNodeThreads(): boolean {
  const { navigator } = globalThis as { navigator?: { userAgent?: string } };
  return navigator?.userAgent !== "Cloudflare-Workers" && nodeProcess()?.getBuiltinModule !== undefined;
}

/** A module of Node's own, where there is one, without an import that browsers would stumble over. */
export function nodeModule(name: string): unknown {
  return nodeProcess()?.getBuiltinModule?.(`node:${name}`);
}

function nodeProcess(): { getBuiltinModule?: (name: string) => unknown } | undefined {
  return (globalThis as { process?: { getBuiltinModule?: (name: string) => unknown } }).process;
}
