import { useEffect, useRef, useState } from "preact/hooks";
import type { Computer } from "../worker/computer.ts";
import type { AnyValues } from "./room.ts";

/** The latest answer to a room's values. */
export interface Outcome {
  readonly room: string;
  readonly result: unknown;
  /** The values that it is of. */
  readonly of: AnyValues | undefined;
  readonly error: string | undefined;
}

/** Asks for the answer to the values of a room whenever they change. */
export function useResult(
  computer: Computer,
  room: string | undefined,
  values: AnyValues | undefined,
): Outcome & { readonly isBusy: boolean } {
  const [outcome, setOutcome] = useState<Outcome>({
    room: "",
    result: undefined,
    of: undefined,
    error: undefined,
  });
  const asked = useRef<AnyValues>();

  useEffect(() => {
    if (room === undefined || values === undefined) return;
    asked.current = values;
    computer.ask(room, values, {
      onResult(result, isComplete) {
        setOutcome({ room, result, of: isComplete ? values : undefined, error: undefined });
      },
      onError: (error) => setOutcome((before) => ({ ...before, room, of: values, error })),
    });
  }, [computer, room, values]);

  const isOfThisRoom = outcome.room === room;
  return {
    ...outcome,
    result: isOfThisRoom ? outcome.result : undefined,
    error: isOfThisRoom ? outcome.error : undefined,
    isBusy: !isOfThisRoom || outcome.of !== values,
  };
}
