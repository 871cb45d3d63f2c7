import type { ChoiceParam } from "../params/schema.ts";
import { Reasons } from "./reasons.tsx";

interface Props {
  readonly name: string;
  readonly param: ChoiceParam;
  readonly value: string;
  /** Why an option can't be chosen, by option. */
  readonly unavailable?: Readonly<Record<string, string>> | undefined;
  readonly onChange: (value: string) => void;
}

/** One of a few: side by side where they are short and few, else a list to open. */
export function Choice({ name, param, value, unavailable = {}, onChange }: Props) {
  const { label, options } = param;
  const isShort = options.length <= 5 && options.reduce((sum, option) => sum + option.label.length, 0) <= 32;
  if (!isShort) {
    return (
      <div class="control choice">
        <label for={`control-${name}`}>{label}</label>
        <select
          id={`control-${name}`}
          data-param={name}
          value={value}
          aria-describedby={Object.keys(unavailable).length > 0 ? `reasons-${name}` : undefined}
          onChange={({ currentTarget }) => onChange(currentTarget.value)}
        >
          {options.map((option) => (
            <option key={option.value} value={option.value} disabled={option.value in unavailable}>
              {option.label}
            </option>
          ))}
        </select>
        <Reasons name={name} unavailable={unavailable} />
      </div>
    );
  }
  return (
    <fieldset class="control segments" data-param={name}>
      <legend>{label}</legend>
      <div>
        {options.map((option) => (
          <label key={option.value}>
            <input
              type="radio"
              name={`control-${name}`}
              value={option.value}
              checked={option.value === value}
              disabled={option.value in unavailable && option.value !== value}
              aria-describedby={option.value in unavailable ? `reasons-${name}` : undefined}
              onChange={() => onChange(option.value)}
            />
            <span>{option.label}</span>
          </label>
        ))}
      </div>
      <Reasons name={name} unavailable={unavailable} />
    </fieldset>
  );
}
