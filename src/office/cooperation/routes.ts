import type { Hono } from "hono";
import type { OfficeEnv } from "../env.ts";
import { advicePages } from "./advice.tsx";
import { finderPages } from "./finder.tsx";
import { missionPapers } from "./missions.tsx";

/** Technical cooperation in the office: who can go, the papers of a mission, the advice that is given. */
export function cooperationPages(app: Hono<OfficeEnv>): void {
  finderPages(app);
  missionPapers(app);
  advicePages(app);
}
