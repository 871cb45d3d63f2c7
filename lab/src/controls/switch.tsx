import type { SwitchParam } from "../params/schema.ts";

interface Props {
  readonly name: string;
  readonly param: SwitchParam;
  readonly value: boolean;
  readonly onChange: (value: boolean) => void;
}

/** Yes or no. */
export function Switch({ name, param, value, onChange }: Props) {
  return (
    <label class="control switch">
      <input
        type="checkbox"
        role="switch"
        data-param={name}
        checked={value}
        onChange={({ currentTarget }) => onChange(currentTarget.checked)}
      />
      <span>{param.label}</span>
    </label>
  );
}
