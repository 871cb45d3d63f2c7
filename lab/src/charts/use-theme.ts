import { useEffect, useReducer } from "preact/hooks";

/** Renders anew when light turns to dark or back, for what draws with the colours of the theme. */
export function useTheme(): void {
  const [, render] = useReducer((count: number) => count + 1, 0);
  useEffect(() => {
    const observer = new MutationObserver(() => render(undefined));
    observer.observe(document.documentElement, { attributeFilter: ["data-theme"] });
    const system = matchMedia("(prefers-color-scheme: dark)");
    const onChange = () => render(undefined);
    system.addEventListener("change", onChange);
    return () => {
      observer.disconnect();
      system.removeEventListener("change", onChange);
    };
  }, []);
}
