// Builds the browser's files and the server's with Vite. With --if-stale, only when a source is newer than the build:
// what `npm start` does, as `npm ci` has just built.
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const root = join(import.meta.dirname, "..");
const stamp = join(root, "dist/built");
const sources = ["src", "islands", "assets", "package-lock.json", "vite.config.ts", "tsconfig.json"];

function newest(path: string): number {
  const stat = statSync(path);
  return stat.isDirectory() ? Math.max(stat.mtimeMs, ...readdirSync(path).map((name) => newest(join(path, name)))) : stat.mtimeMs;
}

if (
  process.argv.includes("--if-stale") &&
  existsSync(stamp) &&
  statSync(stamp).mtimeMs > Math.max(...sources.map((name) => newest(join(root, name))))
)
  process.exit(0);
rmSync(stamp, { force: true });
for (const args of [["build"], ["build", "--ssr"]]) {
  const { status } = spawnSync(join(root, "node_modules/.bin/vite"), [...args, "--logLevel", "warn"], { cwd: root, stdio: "inherit" });
  if (status !== 0) process.exit(status ?? 1);
}
writeFileSync(stamp, "");
