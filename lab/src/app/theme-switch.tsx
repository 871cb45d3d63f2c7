import { useState } from "preact/hooks";

/** Light or dark: what the system says, or the other. */
export function ThemeSwitch() {
  const [isDark, setDark] = useState(matchMedia("(prefers-color-scheme: dark)").matches);
  return (
    <button
      type="button"
      class="theme"
      data-action="theme"
      onClick={() => {
        document.documentElement.dataset["theme"] = isDark ? "light" : "dark";
        setDark(!isDark);
      }}
    >
      {isDark ? "Light" : "Dark"}
    </button>
  );
}
