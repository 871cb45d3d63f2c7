import type { AnyValues } from "../app/room.ts";
import type { Reply, Request } from "./protocol.ts";

/** Who hears of the answer to a question. */
export interface Listener {
  readonly onResult: (result: unknown, isComplete: boolean) => void;
  readonly onError: (message: string) => void;
}

interface Question extends Listener {
  readonly id: number;
  readonly room: string;
  readonly values: AnyValues;
}

/**
 * Asks the worker one question at a time. While it works the latest question waits, and those before it are forgotten, so
 * that a slider that moves fast is followed as fast as answers come, and its last value always has its answer.
 */
export class Computer {
  readonly #worker: Worker;
  readonly #prefetched = Promise.withResolvers<void>();
  #asked = 0;
  #current: Question | undefined;
  #waiting: Question | undefined;

  constructor() {
    this.#worker = new Worker(new URL("./worker.ts", import.meta.url), { type: "module" });
    this.#worker.addEventListener("message", ({ data }: MessageEvent<Reply>) => this.#hear(data));
    this.#worker.addEventListener("error", ({ message }) => {
      const failed = this.#current;
      this.#current = undefined;
      failed?.onError(message || "the worker that computes could not start");
    });
  }

  ask(room: string, values: AnyValues, listener: Listener): void {
    const question = { id: ++this.#asked, room, values, ...listener };
    if (!this.#current) this.#send(question);
    else {
      this.#waiting = question;
      this.#post({ type: "cancel", id: this.#current.id });
    }
  }

  /** Loads all rooms' models. */
  prefetch(): Promise<void> {
    this.#post({ type: "prefetch" });
    return this.#prefetched.promise;
  }

  #send(question: Question): void {
    this.#current = question;
    this.#post({ type: "compute", id: question.id, room: question.room, values: question.values });
  }

  #hear(reply: Reply): void {
    if (reply.type === "prefetched") {
      this.#prefetched.resolve();
      return;
    }
    const question = this.#current;
    if (!question || reply.id !== question.id) return;
    const isStale = this.#waiting !== undefined;
    if (reply.type === "partial") {
      if (!isStale) question.onResult(reply.result, false);
      return;
    }
    this.#current = undefined;
    // An error of a question that nobody asks any more is that of its being cancelled. Its answer is still worth a picture.
    if (reply.type === "answer") question.onResult(reply.result, !isStale);
    else if (reply.type === "error" && !isStale) question.onError(reply.message);
    const next = this.#waiting;
    this.#waiting = undefined;
    if (next) this.#send(next);
  }

  #post(request: Request): void {
    this.#worker.postMessage(request);
  }
}
