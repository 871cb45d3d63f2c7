import type { AnyRoom } from "../app/room.ts";

/** The rooms in the order of the course, with what the menu needs of them before they are loaded. */
export const rooms: readonly { readonly id: string; readonly title: string }[] = [
  { id: "sigmoid", title: "From line to sigmoid" },
  { id: "polynomials", title: "Polynomial fits" },
  { id: "step-size", title: "Step size" },
  { id: "search-paths", title: "Search paths" },
  { id: "newton", title: "Newton" },
  { id: "quasi-newton", title: "Quasi-Newton" },
  { id: "mini-batches", title: "Mini-batches" },
  { id: "race", title: "The race" },
  { id: "one-step", title: "Inside one step" },
  { id: "decay", title: "Decay" },
  { id: "rates", title: "Rates" },
  { id: "classify", title: "Classify" },
];

const modules = import.meta.glob<{ default: AnyRoom }>("./*/room.tsx");

export async function loadRoom(id: string): Promise<AnyRoom> {
  const load = modules[`./${id}/room.tsx`];
  if (!load) throw new Error(`no room is called “${id}”`);
  return (await load()).default;
}

/** So that no room needs the network later. */
export async function loadAllRooms(): Promise<void> {
  await Promise.all(Object.values(modules).map((load) => load()));
}
