/** What the setup of a test run hands to the files it runs. */
export interface TestRun {
  /** A database of the server, whose role may make others. */
  adminUrl: string;
  /** Every database of the run is named <prefix>_…: vm_test_ and 8 hexadecimal digits. */
  prefix: string;
}

declare module "vitest" {
  export interface ProvidedContext {
    run: TestRun;
  }
}

/** The address of another database of the same server. */
export function urlFor(run: TestRun, database: string): string {
  const url = new URL(run.adminUrl);
  url.pathname = `/${database}`;
  return url.href;
}
