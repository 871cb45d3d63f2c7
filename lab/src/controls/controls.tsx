import type { Schema, Value } from "../params/schema.ts";
import { Checks } from "./checks.tsx";
import { Choice } from "./choice.tsx";
import { type Mark, Slider } from "./slider.tsx";
import { Switch } from "./switch.tsx";

interface Props {
  readonly schema: Schema;
  readonly names: readonly string[];
  readonly values: Readonly<Record<string, Value>>;
  readonly marks?: Readonly<Record<string, readonly Mark[] | undefined>> | undefined;
  /** By parameter and option, why an option can't be chosen. */
  readonly unavailable?: Readonly<Record<string, Readonly<Record<string, string>> | undefined>> | undefined;
  readonly set: (changes: Readonly<Record<string, Value>>) => void;
}

/** The controls of some of a room's parameters. */
export function Controls({ schema, names, values, set, marks, unavailable }: Props) {
  return (
    <>
      {names.map((name) => {
        const param = schema[name];
        const value = values[name];
        const change = (changed: Value) => set({ [name]: changed });
        switch (param?.kind) {
          case "number":
            return (
              <Slider
                key={name}
                name={name}
                param={param}
                value={value as number}
                marks={marks?.[name] ?? []}
                onChange={change}
              />
            );
          case "choice":
            return (
              <Choice
                key={name}
                name={name}
                param={param}
                value={value as string}
                unavailable={unavailable?.[name]}
                onChange={change}
              />
            );
          case "many":
            return (
              <Checks
                key={name}
                name={name}
                param={param}
                value={value as string[]}
                unavailable={unavailable?.[name]}
                onChange={change}
              />
            );
          case "switch":
            return <Switch key={name} name={name} param={param} value={value as boolean} onChange={change} />;
          default:
            return null; // set in a picture
        }
      })}
    </>
  );
}
