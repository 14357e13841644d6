import type { CronTask, Task } from "../jobs/jobs.ts";
import { SCAN_TASK, SIZES_TASK } from "./actions.ts";
import { type ScanDesk, scanFilesTask } from "./scan.ts";
import { sizesTask } from "./sizes.ts";

/** What becomes of files once they are in. */
export const intakeTasks = (desk: ScanDesk): Record<string, Task> => ({
  [SCAN_TASK]: scanFilesTask(desk),
  [SIZES_TASK]: sizesTask(desk),
});
export const intakeCron: CronTask[] = [
  { task: SCAN_TASK, match: "*/5 * * * *" },
  { task: SIZES_TASK, match: "41 3 * * *" },
];
