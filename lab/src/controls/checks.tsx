import type { ManyParam } from "../params/schema.ts";
import { Reasons } from "./reasons.tsx";

interface Props {
  readonly name: string;
  readonly param: ManyParam;
  readonly value: readonly string[];
  /** Why an option can't be chosen, by option. One that has been chosen can still be left. */
  readonly unavailable?: Readonly<Record<string, string>> | undefined;
  readonly onChange: (value: readonly string[]) => void;
}

/** Any of a few. */
export function Checks({ name, param, value, unavailable = {}, onChange }: Props) {
  const { label, options, atLeast = 0, atMost = options.length } = param;
  const isChosen = (option: string) => value.includes(option);
  const toggle = (option: string) =>
    onChange(options.map((other) => other.value).filter((other) => isChosen(other) !== (other === option)));
  return (
    <fieldset class="control checks" data-param={name}>
      <legend>{label}</legend>
      <div>
        {options.map((option) => (
          <label key={option.value}>
            <input
              type="checkbox"
              value={option.value}
              checked={isChosen(option.value)}
              disabled={
                isChosen(option.value)
                  ? value.length <= atLeast
                  : value.length >= atMost || option.value in unavailable
              }
              aria-describedby={option.value in unavailable ? `reasons-${name}` : undefined}
              onChange={() => toggle(option.value)}
            />
            <span>{option.label}</span>
          </label>
        ))}
      </div>
      <Reasons name={name} unavailable={unavailable} />
    </fieldset>
  );
}
