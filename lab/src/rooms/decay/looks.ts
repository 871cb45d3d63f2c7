import { type Look, lookOf } from "../../charts/looks.ts";
import { scheduleNames, type ScheduleName } from "./schema.ts";

/** The same for each schedule, whichever are shown. */
export function lookOfSchedule(name: ScheduleName): Look {
  return lookOf(Object.keys(scheduleNames).indexOf(name));
}
