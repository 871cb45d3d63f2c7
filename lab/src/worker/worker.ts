/** Computes what rooms show, so that the page itself never waits. */
import { Cache } from "./cache.ts";
import type { Compute, Reply, Request } from "./protocol.ts";

const models = import.meta.glob<{ compute: Compute }>("../rooms/*/model.ts");

listen();

function listen(): void {
  const running = new Map<number, AbortController>();
  const caches = new Map(Object.keys(models).map((path) => [path, new Cache()]));
  self.addEventListener("message", ({ data }: MessageEvent<Request>) => {
    if (data.type === "cancel") running.get(data.id)?.abort();
    else if (data.type === "compute") void compute(data, running, caches);
    else void prefetch();
  });
}

async function compute(
  { id, room, values }: Extract<Request, { type: "compute" }>,
  running: Map<number, AbortController>,
  caches: ReadonlyMap<string, Cache>,
): Promise<void> {
  const controller = new AbortController();
  running.set(id, controller);
  try {
    const path = `../rooms/${room}/model.ts`;
    const [load, cache] = [models[path], caches.get(path)];
    if (!load || !cache) throw new Error(`no room is called “${room}”`);
    const model = await load();
    const show = (result: unknown) => reply({ type: "partial", id, result });
    const result = await model.compute(values, { signal: controller.signal, show, cache });
    reply({ type: "answer", id, result });
  } catch (error) {
    reply({ type: "error", id, message: error instanceof Error ? error.message : String(error) });
  } finally {
    running.delete(id);
  }
}

/** So that no room needs the network later. */
async function prefetch(): Promise<void> {
  await Promise.all(Object.values(models).map((load) => load()));
  reply({ type: "prefetched" });
}

function reply(message: Reply): void {
  self.postMessage(message);
}
