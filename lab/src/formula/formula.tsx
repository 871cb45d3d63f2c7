import { useEffect, useLayoutEffect, useRef } from "preact/hooks";

interface Props {
  /** What tex`...` became. */
  readonly tex: string;
  /** Numbers for its `\slot{name}`s. */
  readonly slots?: Readonly<Record<string, string>>;
  /** Whether it stands in a line of its own. Default false. */
  readonly display?: boolean;
}

/** A formula that was set when the page was built. */
export function Formula({ tex, slots, display = false }: Props) {
  const ref = useRef<HTMLSpanElement>(null);

  useLayoutEffect(() => {
    for (const element of ref.current?.querySelectorAll<HTMLElement>("[data-style]") ?? []) {
      element.style.cssText = element.dataset["style"] ?? "";
    }
  }, [tex]);

  useEffect(() => {
    for (const element of ref.current?.querySelectorAll<HTMLElement>("[data-slot]") ?? []) {
      const text = slots?.[element.dataset["slot"] ?? ""];
      if (text !== undefined) element.textContent = text;
    }
  });

  return (
    <span
      class={display ? "formula display" : "formula"}
      ref={ref}
      dangerouslySetInnerHTML={{ __html: tex }}
    />
  );
}
