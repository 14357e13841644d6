import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: [
      "src/**/*.test.{ts,tsx}",
      "islands/**/*.test.ts",
      "scripts/**/*.test.ts",
      "test/unit/**/*.test.ts",
      "test/faults/**/*.test.ts",
    ],
    globalSetup: ["test/support/global-setup.ts"],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    maxWorkers: 2,
    // One graph of modules for all files of a worker: what a file changes outside of its database, it puts back.
    isolate: false,
    // Two workers and a database on two cores: a test that waits for another process may be late once.
    retry: 1,
    reporters: process.env.VILLE_MONDE_TEST_REPORT
      ? ["default", ["json", { outputFile: process.env.VILLE_MONDE_TEST_REPORT }]]
      : ["default"],
  },
});
