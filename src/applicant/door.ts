import type { Door } from "../identity/door.ts";
import { SpaceLayout } from "./layout.tsx";

/** The door of the space of applicants: a form that a dead session was sending stays in the browser. */
export const spaceDoor: Door = { root: "/espace", Frame: SpaceLayout as never, givesBack: false };
