import type { ChoiceParam } from "../params/schema.ts";

interface Props {
  readonly name: string;
  readonly param: ChoiceParam;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

/** One of a few: side by side where they are short and few, else a list to open. */
export function Choice({ name, param, value, onChange }: Props) {
  const { label, options } = param;
  const isShort = options.length <= 4 && options.reduce((sum, option) => sum + option.label.length, 0) <= 32;
  if (!isShort) {
    return (
      <div class="control choice">
        <label for={`control-${name}`}>{label}</label>
        <select
          id={`control-${name}`}
          data-param={name}
          value={value}
          onChange={({ currentTarget }) => onChange(currentTarget.value)}
        >
          {options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </select>
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
              onChange={() => onChange(option.value)}
            />
            <span>{option.label}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
