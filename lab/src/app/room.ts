import type { ComponentType } from "preact";
import type { Mark } from "../controls/slider.tsx";
import type { Schema, Value, Values } from "../params/schema.ts";

/** A room of the laboratory. What it computes is in its `model.ts`, which runs in a worker. */
export interface Room<S extends Schema, R> {
  readonly id: string;
  readonly title: string;
  /** One sentence: what one does here. */
  readonly lead: string;
  readonly schema: S;
  /** The pictures. `result` is of the latest values that have been computed; `values` may be newer by a moment. */
  readonly View: ComponentType<ViewProps<S, R>>;
  /**
   * The controls, by name of parameter, under headings, where some should not always be there. Default: all. `result` is as
   * for View.
   */
  readonly controls?: (values: Values<S>, result: R | undefined) => readonly ControlGroup<S>[];
  /** Options that can't be chosen with other values as they are, each with the reason as a sentence. Default: none. */
  readonly unavailable?: (values: Values<S>) => Unavailable<S>;
  /** Values of number parameters that are worth a visit, from what was computed: buttons under their sliders. */
  readonly marks?: (result: R) => { readonly [K in keyof S & string]?: readonly Mark[] };
  readonly stories: readonly Story<S>[];
  /**
   * TypeScript that runs with the package and prints, a line each, `name number` for readouts of the page by their names.
   * `result` is the latest answer: it may hold rows of data that are loaded in the worker alone.
   */
  readonly code: (values: Values<S>, result: R | undefined) => string;
}

/** By parameter and option. */
export type Unavailable<S extends Schema> = {
  readonly [K in keyof S & string]?: Readonly<Record<string, string>>;
};

export interface ControlGroup<S extends Schema> {
  readonly heading?: string;
  readonly names: readonly (keyof S & string)[];
}

export interface ViewProps<S extends Schema, R> {
  readonly values: Values<S>;
  readonly set: Setter<S>;
  /** Undefined until the first answer. */
  readonly result: R | undefined;
  readonly isBusy: boolean;
}

/** Changes some of the values, and leaves the others. */
export type Setter<S extends Schema> = (changes: Partial<Values<S>>) => void;

/** Known settings, a question to answer by prediction, then the reason. */
export interface Story<S extends Schema> {
  readonly id: string;
  readonly title: string;
  readonly preset: Partial<Values<S>>;
  readonly question: string;
  readonly answers: readonly string[];
  /** The number of the right one, from 0. */
  readonly right: number;
  readonly reason: string;
}

/** Any room. */
export type AnyRoom = Room<Schema, unknown>;

/** Checks a room's parts against each other; to the frame all rooms are alike. */
export function room<const S extends Schema, R>(definition: Room<S, R>): AnyRoom {
  return definition as unknown as AnyRoom;
}

export type AnyValues = Readonly<Record<string, Value>>;
