import type { AnyValues } from "../app/room.ts";
import type { Cache } from "./cache.ts";

/** What a room's `model.ts` exports as `compute`: pure, so that the same values give the same bits. */
export type Compute<V = AnyValues, R = unknown> = (values: V, job: Job<R>) => R | Promise<R>;

export interface Job<R> {
  /** Fires when newer values make this answer needless. */
  readonly signal: AbortSignal;
  /** Shows an answer that isn't complete yet. */
  readonly show: (partial: R) => void;
  /** The room's own, from one answer to the next. */
  readonly cache: Cache;
}

/** To the worker. */
export type Request =
  | { readonly type: "compute"; readonly id: number; readonly room: string; readonly values: AnyValues }
  | { readonly type: "cancel"; readonly id: number }
  | { readonly type: "prefetch" };

/** From the worker. */
export type Reply =
  | { readonly type: "partial" | "answer"; readonly id: number; readonly result: unknown }
  | { readonly type: "error"; readonly id: number; readonly message: string }
  | { readonly type: "prefetched" };
