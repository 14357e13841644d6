// The package carries no types: what the bench uses of it.
declare module "autocannon" {
  interface Result {
    requests: { average: number };
    latency: { p50: number; p99: number };
    non2xx: number;
  }
  export default function autocannon(options: {
    url: string;
    connections: number;
    duration: number;
    requests: { path: string; headers?: Record<string, string> }[];
  }): Promise<Result>;
}
