import { useState } from "preact/hooks";
import { format, plain } from "../params/format.ts";
import type { NumberParam } from "../params/schema.ts";
import { fraction, fromFraction, STEPS, stepFraction } from "./slider-scale.ts";

interface Props {
  readonly name: string;
  readonly param: NumberParam;
  readonly value: number;
  readonly onChange: (value: number) => void;
  /** Values worth a visit: buttons below the slider. */
  readonly marks?: readonly Mark[];
}

export interface Mark {
  readonly label: string;
  readonly value: number;
}

/** A slider with its name, its unit, and a field for typed values. */
export function Slider({ name, param, value, onChange, marks = [] }: Props) {
  const [typed, setTyped] = useState<string>();
  const { label, unit = "", min, max, whole = false } = param;
  const id = `control-${name}`;
  const isWrong = typed !== undefined && take(typed) === undefined;

  function take(text: string): number | undefined {
    const number = text.trim() === "" ? Number.NaN : Number(text.replace("−", "-"));
    return number >= min && number <= max && (!whole || Number.isInteger(number)) ? number : undefined;
  }

  return (
    <div class="control slider">
      <label for={id}>
        {label}
        {unit && <span class="unit"> ({unit})</span>}
      </label>
      <input
        class={`number${isWrong ? " is-wrong" : ""}`}
        type="text"
        inputMode="decimal"
        aria-label={`${label}, typed`}
        aria-invalid={isWrong}
        data-typed={name}
        value={typed ?? plain(value)}
        onInput={({ currentTarget }) => {
          setTyped(currentTarget.value);
          const number = take(currentTarget.value);
          if (number !== undefined) onChange(number);
        }}
        onBlur={() => setTyped(undefined)}
        onKeyDown={({ key }) => key === "Enter" && setTyped(undefined)}
      />
      <div class="track">
        <input
          id={id}
          type="range"
          data-param={name}
          min={0}
          max={STEPS}
          step={stepFraction(param) * STEPS}
          value={fraction(param, value) * STEPS}
          aria-valuetext={`${format(value)}${unit && ` ${unit}`}`}
          onInput={({ currentTarget }) => onChange(fromFraction(param, Number(currentTarget.value) / STEPS))}
        />
        {marks.map((mark) => (
          <span
            key={mark.label}
            class="tick"
            aria-hidden="true"
            style={{ insetInlineStart: `calc(8px + (100% - 16px) * ${fraction(param, mark.value)})` }}
          />
        ))}
      </div>
      {isWrong && (
        <p class="wrong" role="alert">
          {whole ? "A whole number" : "A number"} from {format(min)} to {format(max)}, please.
        </p>
      )}
      {marks.length > 0 && (
        <div class="marks">
          {marks.map((mark) => (
            <button
              key={mark.label}
              type="button"
              class="mark"
              data-mark={mark.label}
              disabled={!(mark.value >= min && mark.value <= max)}
              aria-pressed={mark.value === value}
              onClick={() => onChange(mark.value)}
            >
              {mark.label} = {format(mark.value, 3)}
            </button>
          ))}
        </div>
      )}
    </div>
  );
}
