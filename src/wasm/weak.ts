/**
 * What tells of garbage collection, for runtimes too that have nothing of the kind, like workerd with a compatibility
 * date before 2025-05-05: there nothing is ever known to be collected, and references are strong.
 */
export type Finalizer<T> = Pick<FinalizationRegistry<T>, "register" | "unregister">;
export type Weak<T extends object> = Pick<WeakRef<T>, "deref">;

export function finalizer<T>(finalize: (held: T) => void): Finalizer<T> {
  if (typeof FinalizationRegistry === "function") return new FinalizationRegistry(finalize);
  return { register: () => undefined, unregister: () => false };
}

export function weakly<T extends object>(target: T): Weak<T> {
  return typeof WeakRef === "function" ? new WeakRef(target) : { deref: () => target };
}
