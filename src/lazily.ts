import { after, type Later } from "./later.ts";

/**
 * A chunk that is loaded when it is first asked for, and known from then on. To ask the engine for a module that it has
 * takes 10 µs, 400 where loaders have a say (tsx), and a small fit takes 100. What couldn't be loaded is tried again.
 */
export function lazily<T extends object>(load: () => Promise<T>): () => Later<T> {
  let known: T | undefined;
  return () => known ?? after(load(), (loaded) => (known = loaded));
}
