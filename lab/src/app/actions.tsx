import { useEffect, useRef, useState } from "preact/hooks";
import { downloadPicture } from "./export-picture.ts";

interface Props {
  readonly roomId: string;
  readonly code: () => string;
  readonly onReset: () => void;
}

/** What every room can do: reset, copy a link, show and copy the code, save the pictures. */
export function Actions({ roomId, code, onReset }: Props) {
  const [said, setSaid] = useState("");
  const [shown, setShown] = useState<string>();

  const copy = async (text: string, what: string) => {
    try {
      await navigator.clipboard.writeText(text);
      setSaid(`${what} copied.`);
    } catch {
      setSaid(`The browser doesn’t let this page copy. Here it is: select it yourself.`);
      setShown(text);
    }
  };

  return (
    <div class="actions">
      <button type="button" data-action="reset" onClick={onReset}>
        Reset
      </button>
      <button type="button" data-action="link" onClick={() => copy(location.href, "Link")}>
        Copy link
      </button>
      <button
        type="button"
        data-action="code"
        onClick={() => {
          const text = code();
          setShown(text);
          void copy(text, "Code");
        }}
      >
        Copy as TypeScript
      </button>
      <button type="button" data-action="svg" onClick={() => downloadPicture(roomId, "svg")}>
        SVG
      </button>
      <button type="button" data-action="png" onClick={() => downloadPicture(roomId, "png")}>
        PNG
      </button>
      {shown === undefined ? (
        <Said>{said}</Said>
      ) : (
        <CodeDialog code={shown} said={said} onClose={() => setShown(undefined)} />
      )}
    </div>
  );
}

function Said({ children }: { readonly children: string }) {
  return (
    <span class="said" role="status">
      {children}
    </span>
  );
}

/** What was copied, to be read, and to be selected where the browser didn't let the page copy it. */
function CodeDialog({
  code,
  said,
  onClose,
}: {
  readonly code: string;
  /** How the copying went. */
  readonly said: string;
  readonly onClose: () => void;
}) {
  const ref = useRef<HTMLDialogElement>(null);
  useEffect(() => ref.current?.showModal(), []);
  return (
    <dialog ref={ref} class="code" aria-label="This as TypeScript" onClose={onClose}>
      <header>
        <h2>This as TypeScript</h2>
        <Said>{said}</Said>
        <button type="button" data-action="close" onClick={() => ref.current?.close()}>
          Close
        </button>
      </header>
      <pre data-code tabIndex={0}>
        {code}
      </pre>
    </dialog>
  );
}
