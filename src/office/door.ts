import type { Door } from "../identity/door.ts";
import { OfficeLayout } from "./layout.tsx";

/** The door of the office: what a dead session was sending is given back, to be sent again. */
export const officeDoor: Door = { root: "/bureau", Frame: OfficeLayout as never, givesBack: true };
