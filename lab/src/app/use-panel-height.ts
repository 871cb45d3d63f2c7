import type { RefObject } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";

/** Tells the style sheet an element's height, which sticky places need where it is higher than the window. */
export function usePanelHeight<T extends HTMLElement>(isThere: boolean): RefObject<T> {
  const ref = useRef<T>(null);
  useLayoutEffect(() => {
    const element = ref.current;
    if (!element) return;
    const tell = () => element.style.setProperty("--panel-height", `${element.offsetHeight}px`);
    const observer = new ResizeObserver(tell);
    observer.observe(element);
    return () => observer.disconnect();
  }, [isThere]);
  return ref;
}
