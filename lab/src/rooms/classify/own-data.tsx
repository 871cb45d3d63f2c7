import type { ComponentChildren } from "preact";
import { useMemo, useState } from "preact/hooks";
import type { Setter } from "../../app/room.ts";
import type { Values } from "../../params/schema.ts";
import { CsvError, readCells } from "./csv-cells.ts";
import { columnsOf, ownTable } from "./own-table.ts";
import type { schema } from "./schema.ts";

interface Props {
  readonly values: Values<typeof schema>;
  readonly set: Setter<typeof schema>;
}

/** Takes a file of the reader's: dropped, chosen or pasted. It stays in this page's memory. */
export function OwnData({ values, set }: Props) {
  const [pasted, setPasted] = useState("");
  const [wrong, setWrong] = useComplaint(values);
  const take = (text: string) => setWrong(takeCsv(text, set));
  const cells = useMemo(() => (values.own === "" ? undefined : readCells(values.own)), [values.own]);
  const chosen = cells && columnsOf(cells, values.ownColumns);
  return (
    <section class="own" aria-label="Your own data">
      <p class="note">
        A CSV with two columns of numbers and one with two to four classes: drop it anywhere here, choose it,
        or paste its text. It stays in this page: neither the link nor the browser’s storage holds it, and it
        is gone when the page is closed. Only “Copy as TypeScript” writes it out.
      </p>
      <div class="tools">
        <label class="file">
          <span>A file</span>
          <input
            type="file"
            accept=".csv,.tsv,.txt,text/csv,text/plain"
            data-own="file"
            onChange={async ({ currentTarget }) => {
              const [file] = currentTarget.files ?? [];
              if (file) take(await file.text());
            }}
          />
        </label>
      </div>
      <label class="paste">
        <span>Or its text</span>
        <textarea
          rows={4}
          spellcheck={false}
          autocomplete="off"
          data-own="text"
          placeholder={"height,weight,kind\n1.5,20,cat\n…"}
          value={pasted}
          onInput={({ currentTarget }) => setPasted(currentTarget.value)}
        />
      </label>
      <div class="tools">
        <button type="button" data-action="own" disabled={pasted.trim() === ""} onClick={() => take(pasted)}>
          Use this text
        </button>
      </div>
      {wrong && (
        <p class="notice" role="alert" data-own="wrong">
          {wrong}
        </p>
      )}
      {cells && chosen && (
        <div class="columns">
          {["Across", "Up", "Class"].map((label, k) => (
            <label key={label}>
              <span>{label}</span>
              <select
                data-own={label}
                value={chosen[k]}
                onChange={({ currentTarget }) =>
                  set({ ownColumns: chosen.with(k, Number(currentTarget.value)) })
                }
              >
                {cells.header.map((name, j) => (
                  <option key={j} value={j}>
                    {name}
                  </option>
                ))}
              </select>
            </label>
          ))}
        </div>
      )}
    </section>
  );
}

/** The whole view: a file that is dropped on it is the reader's own data. */
export function DropZone({ values, set, children }: Props & { readonly children: ComponentChildren }) {
  const [isOver, setOver] = useState(false);
  const [wrong, setWrong] = useComplaint(values);
  return (
    <div
      class={`drop-zone${isOver ? " is-over" : ""}`}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={async (event) => {
        event.preventDefault();
        setOver(false);
        const file = event.dataTransfer?.files[0];
        if (file) setWrong(takeCsv(await file.text(), set));
      }}
    >
      {wrong && (
        <p class="notice" role="alert" data-own="wrong">
          {wrong}
        </p>
      )}
      {children}
    </div>
  );
}

/** What is wrong with the file that was given last: it stands until anything else is shown. */
function useComplaint(values: Props["values"]): readonly [string, (text: string) => void] {
  const [said, say] = useState({ text: "", of: values });
  return [said.of === values ? said.text : "", (text) => say({ text, of: values })];
}

/** Shows a CSV that can be read, and answers what is wrong with one that can't; what was shown then stays. */
function takeCsv(text: string, set: Props["set"]): string {
  try {
    ownTable(text, []);
  } catch (error) {
    if (error instanceof CsvError) return error.message;
    throw error;
  }
  set({ data: "own", own: text, ownColumns: [-1, -1, -1] });
  return "";
}
