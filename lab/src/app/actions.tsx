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
      <button type="button" data-action="code" onClick={() => setShown(code())}>
        Show code
      </button>
      <button type="button" data-action="svg" onClick={() => downloadPicture(roomId, "svg")}>
        SVG
      </button>
      <button type="button" data-action="png" onClick={() => downloadPicture(roomId, "png")}>
        PNG
      </button>
      <span class="said" role="status">
        {said}
      </span>
      {shown !== undefined && (
        <CodeDialog code={shown} onCopy={() => copy(shown, "Code")} onClose={() => setShown(undefined)} />
      )}
    </div>
  );
}

function CodeDialog({
  code,
  onCopy,
  onClose,
}: {
  readonly code: string;
  readonly onCopy: () => void;
  readonly onClose: () => void;
}) {
  const ref = useRef<HTMLDialogElement>(null);
  useEffect(() => ref.current?.showModal(), []);
  return (
    <dialog ref={ref} class="code" aria-label="This as TypeScript" onClose={onClose}>
      <header>
        <h2>This as TypeScript</h2>
        <button type="button" data-action="copy-code" onClick={onCopy}>
          Copy
        </button>
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
