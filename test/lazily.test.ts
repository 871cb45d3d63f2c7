import { describe, expect, it, vi } from "vitest";
import { lazily } from "../src/lazily.ts";

describe("lazily", () => {
  it("loads once, when it is asked, and answers without a wait from then on", async () => {
    const load = vi.fn(async () => ({ name: "chunk" }));
    const chunk = lazily(load);
    expect(load).not.toHaveBeenCalled();
    const loaded = await chunk();
    expect(chunk()).toBe(loaded);
    expect(load).toHaveBeenCalledTimes(1);
  });

  it("tries again what couldn't be loaded", async () => {
    const load = vi.fn<() => Promise<{ name: string }>>();
    load.mockRejectedValueOnce(new TypeError("Failed to fetch")).mockResolvedValueOnce({ name: "chunk" });
    const chunk = lazily(load);
    await expect(chunk()).rejects.toThrow("Failed to fetch");
    expect(await chunk()).toEqual({ name: "chunk" });
  });
});
