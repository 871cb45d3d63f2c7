/** Gives the colour that a CSS value such as "var(--series-1)" stands for on an element, in a form that a canvas takes. */
export type ColorOf = (value: string) => string;

/** A canvas knows no custom properties, and not every one knows light-dark(): the element's own style resolves both. */
export function colorsOf(element: HTMLElement): ColorOf {
  const style = getComputedStyle(element);
  return (value) => {
    element.style.color = value;
    return style.color;
  };
}
