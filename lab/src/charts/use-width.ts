import type { RefObject } from "preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";

/**
 * The width of an element in CSS pixels, followed as it changes, 0 before the first layout; and the page's `rem` in pixels,
 * which is larger on a projector.
 */
export function useWidth<T extends HTMLElement>(): [ref: RefObject<T>, width: number, rem: number] {
  const ref = useRef<T>(null);
  const [width, setWidth] = useState(0);
  const [rem, setRem] = useState(16);
  useLayoutEffect(() => {
    const element = ref.current;
    if (!element) return;
    const measure = () => {
      setWidth(Math.round(element.clientWidth));
      setRem(Number.parseFloat(getComputedStyle(document.documentElement).fontSize));
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return [ref, width, rem];
}
