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
    // The form for screen readers has the slots' names in its place: it gets the numbers too.
    for (const element of ref.current?.querySelectorAll("mtext") ?? []) {
      const name = element.textContent ?? "";
      if (slots && name in slots) element.setAttribute("data-slot", name);
    }
  }, [tex]);

  useEffect(() => {
    for (const element of ref.current?.querySelectorAll("[data-slot]") ?? []) {
      const text = slots?.[element.getAttribute("data-slot") ?? ""];
      if (text !== undefined) element.textContent = text;
    }
    // What is wider than its place can be scrolled, by keyboard as well.
    const line = ref.current;
    if (line && display) line.tabIndex = line.scrollWidth > line.clientWidth ? 0 : -1;
  });

  return (
    <span
      class={display ? "formula display" : "formula"}
      ref={ref}
      dangerouslySetInnerHTML={{ __html: tex }}
    />
  );
}
