import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import { loadFonts } from "../formula/fonts.ts";
import { Controls } from "../controls/controls.tsx";
import { readAddress, type Rest, restOf, valuesOf, writeAddress } from "../params/address.ts";
import { defaultsOf, type Schema } from "../params/schema.ts";
import { Playhead, PlayheadContext } from "../playback/playhead.ts";
import { loadAllRooms, loadRoom, rooms } from "../rooms/index.ts";
import type { Computer } from "../worker/computer.ts";
import { Actions } from "./actions.tsx";
import { Menu } from "./menu.tsx";
import type { AnyRoom, AnyValues, ControlGroup, Story } from "./room.ts";
import { Stories } from "./story.tsx";
import { usePanelHeight } from "./use-panel-height.ts";
import { useResult } from "./use-result.ts";

/** What the page shows: the room, its values, the story that is told, and where the animation was stopped. */
interface Scene extends Rest {
  readonly room: AnyRoom;
  readonly values: AnyValues;
}

export function App({ computer }: { readonly computer: Computer }) {
  const [scene, setScene] = useState<Scene>();
  const [notice, setNotice] = useState("");
  /** How each room was left. */
  const left = useRef(new Map<string, Scene>());
  /** A reader's own values, from before a story. */
  const own = useRef(new Map<string, AnyValues>());

  const latest = useRef<Scene>();
  const show = useCallback((next: Scene) => {
    latest.current = next;
    left.current.set(next.room.id, next);
    setScene(next);
    writeHash(next);
    playhead.place(next.moment);
  }, []);
  const [playhead] = useState(
    () => new Playhead((moment) => latest.current && show({ ...latest.current, moment })),
  );

  useEffect(() => {
    const follow = async () => {
      const address = readAddress(location.hash);
      const known = rooms.some(({ id }) => id === address.room);
      const id = known ? address.room : (rooms[0]?.id ?? "");
      const room = await loadRoom(id);
      const before = left.current.get(id);
      const { values, problems: wrong } = valuesOf(room.schema, address.query);
      const problems = known || address.room === "" ? wrong : [`no room is called “${address.room}”`];

      setNotice(
        problems.length === 0
          ? ""
          : `Part of this link can’t be used, and stands at its usual value: ${problems.join("; ")}.`,
      );
      show(address.query.size === 0 && before ? before : { room, values, ...restOf(address.query) });
    };
    void follow();
    addEventListener("hashchange", follow);
    return () => removeEventListener("hashchange", follow);
  }, []);

  const { result, error, isBusy } = useResult(computer, scene?.room.id, scene?.values);
  const panel = usePanelHeight<HTMLFormElement>(scene !== undefined);
  const isFirstAnswer = useRef(true);
  useEffect(() => {
    if (result === undefined || !isFirstAnswer.current) return;
    isFirstAnswer.current = false;
    performance.mark("first-answer");
    // From then on the page needs no network.
    void Promise.all([computer.prefetch(), loadAllRooms(), loadFonts()]).then(() => {
      document.documentElement.dataset["loaded"] = "all";
    });
  }, [result]);

  if (!scene) return null;
  const { room, values, story } = scene;
  const set = (changes: Partial<AnyValues>) => {
    setNotice("");
    // From the newest scene, which may not have been rendered yet.
    const newest = left.current.get(room.id) ?? scene;
    show({ ...newest, values: { ...newest.values, ...(changes as AnyValues) } });
  };
  /** A story begins at its preset; when it is put away, the reader's own values are back. */
  const choose = (chosen: Story<Schema> | undefined) => {
    if (story === undefined) own.current.set(room.id, values);
    const preset = { ...defaultsOf(room.schema), ...chosen?.preset } as AnyValues;
    show({ room, story: chosen?.id, values: chosen ? preset : (own.current.get(room.id) ?? values) });
  };
  const groups: readonly ControlGroup<AnyRoom["schema"]>[] = room.controls?.(values, result) ?? [
    { names: Object.keys(room.schema) },
  ];

  const unavailable = room.unavailable?.(values);
  const marks = result === undefined ? undefined : room.marks?.(result);

  return (
    <div class="page">
      <Menu current={room.id} />
      <main id="room" data-room={room.id} data-state={isBusy ? "busy" : "ready"} aria-busy={isBusy}>
        <header class="lead">
          <h1>{room.title}</h1>
          <p>{room.lead}</p>
        </header>
        {notice && (
          <p class="notice" role="alert">
            {notice}
          </p>
        )}
        <Stories stories={room.stories} current={story} onChoose={choose} />
        {error !== undefined && (
          <p class="notice" role="alert">
            {error}
          </p>
        )}
        <div class="stage">
          <div class="view" key={room.id}>
            <PlayheadContext.Provider value={playhead}>
              <room.View values={values} set={set} result={result} isBusy={isBusy} />
            </PlayheadContext.Provider>
          </div>
          <form ref={panel} class="panel" aria-label="Controls" onSubmit={(event) => event.preventDefault()}>
            {groups.map(({ heading, names }) => (
              <section key={heading ?? names[0]}>
                {heading && <h2>{heading}</h2>}
                <Controls
                  schema={room.schema}
                  names={names}
                  values={values}
                  set={set}
                  marks={marks}
                  unavailable={unavailable}
                />
              </section>
            ))}
            <Actions
              roomId={room.id}
              code={() => room.code(values, result)}
              onReset={() => show({ room, values: defaultsOf(room.schema) as AnyValues })}
            />
          </form>
        </div>
      </main>
    </div>
  );
}

function writeHash({ room, values, story, moment }: Scene): void {
  const hash = writeAddress(room.id, room.schema, values, { story, moment });
  // Replaced: a slider's way must not fill the history. Rooms are links, which do.
  if (hash !== location.hash) history.replaceState(null, "", hash);
}
