/** When a long computation makes way for the event loop. */
export interface Turns {
  readonly due: boolean;
  take(): Promise<void>;
}

/** How long a run may keep the event loop waiting, in ms. */
const PATIENCE = 10;

/** Gives the event loop a turn now and then, so that timers, signals and the page stay alive. */
export class EventLoopTurns implements Turns {
  #last = performance.now();

  get due(): boolean {
    return performance.now() - this.#last >= PATIENCE;
  }

  async take(): Promise<void> {
    await nextTask();
    this.#last = performance.now();
  }
}

/**
 * Resolves in a task of its own: by setImmediate in Node, else by a message, which browsers don't delay as they do
 * timers, and by a timer on edge runtimes that have neither.
 */
export function nextTask(): Promise<void> {
  const { setImmediate } = globalThis as { setImmediate?: (task: () => void) => void };
  if (setImmediate) return new Promise((resolve) => setImmediate(resolve));
  if (typeof MessageChannel === "undefined") return new Promise((resolve) => setTimeout(resolve));
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.addEventListener("message", () => {
      port1.close();
      resolve();
    });
    port1.start();
    port2.postMessage(undefined);
  });
}
