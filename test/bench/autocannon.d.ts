// The package carries no types: what the bench uses of it.
declare module "autocannon" {
  namespace autocannon {
    interface Request {
      path?: string;
      method?: string;
      headers?: Record<string, string>;
      body?: string;
      setupRequest?: (request: Request) => Request;
    }
    interface Result {
      requests: { average: number };
      latency: { p50: number; p99: number };
      non2xx: number;
      "3xx"?: number;
      errors: number;
    }
  }
  function autocannon(options: {
    url: string;
    connections: number;
    duration: number;
    headers: Record<string, string>;
    requests: autocannon.Request[];
  }): Promise<autocannon.Result>;
  export default autocannon;
}
