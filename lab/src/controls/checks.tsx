import type { ManyParam } from "../params/schema.ts";

interface Props {
  readonly name: string;
  readonly param: ManyParam;
  readonly value: readonly string[];
  readonly onChange: (value: readonly string[]) => void;
}

/** Any of a few. */
export function Checks({ name, param, value, onChange }: Props) {
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
              disabled={isChosen(option.value) ? value.length <= atLeast : value.length >= atMost}
              onChange={() => toggle(option.value)}
            />
            <span>{option.label}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
