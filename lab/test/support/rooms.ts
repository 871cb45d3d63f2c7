import { readdirSync } from "node:fs";

/** The rooms by name: the folders of src/rooms/. */
export const rooms: readonly string[] = readdirSync(new URL("../../src/rooms", import.meta.url), {
  withFileTypes: true,
})
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);
