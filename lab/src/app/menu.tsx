import { rooms } from "../rooms/index.ts";
import { ThemeSwitch } from "./theme-switch.tsx";

/** All rooms: links, so that the browser's back button leads back; on a phone a list to open. */
export function Menu({ current }: { readonly current: string }) {
  return (
    <nav class="menu" aria-label="Rooms">
      <a class="skip" href="#room" onClick={skip}>
        To the room
      </a>
      <p class="brand">
        <strong>logit-wasm</strong> laboratory
      </p>
      <ol>
        {rooms.map(({ id, title }) => (
          <li key={id}>
            <a href={`#/${id}`} aria-current={id === current ? "page" : undefined}>
              {title}
            </a>
          </li>
        ))}
      </ol>
      <select
        aria-label="Room"
        value={current}
        onChange={({ currentTarget }) => {
          location.hash = `#/${currentTarget.value}`;
        }}
      >
        {rooms.map(({ id, title }) => (
          <option key={id} value={id}>
            {title}
          </option>
        ))}
      </select>
      <ThemeSwitch />
    </nav>
  );
}

/** The address holds the state: to jump inside of the page must not change it. */
function skip(event: Event): void {
  event.preventDefault();
  const room = document.querySelector<HTMLElement>("#room h1");
  room?.setAttribute("tabindex", "-1");
  room?.focus();
}
