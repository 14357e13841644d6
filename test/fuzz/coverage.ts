import { type Profiler, Session } from "node:inspector/promises";

/** Tells which paths of the code a run took that no run before it had, by V8's own counts of its blocks. */
export async function watchPaths(guides: RegExp): Promise<{ fresh(): Promise<number>; all(): number; stop(): Promise<void> }> {
  const session = new Session();
  session.connect();
  await session.post("Profiler.enable");
  await session.post("Profiler.startPreciseCoverage", { callCount: true, detailed: true });
  const seen = new Set<string>();
  return {
    async fresh() {
      const before = seen.size;
      const { result } = (await session.post("Profiler.takePreciseCoverage")) as Profiler.TakePreciseCoverageReturnType;
      for (const { url, functions } of result) {
        if (!guides.test(url)) continue;
        // Once, a few times, many times are three paths: a loop that goes round more often is news.
        for (const { ranges } of functions)
          for (const { startOffset, endOffset, count } of ranges)
            if (count > 0) seen.add(`${url} ${startOffset} ${endOffset} ${Math.min(6, Math.ceil(Math.log2(count + 1)))}`);
      }
      return seen.size - before;
    },
    all: () => seen.size,
    async stop() {
      await session.post("Profiler.stopPreciseCoverage");
      session.disconnect();
    },
  };
}
