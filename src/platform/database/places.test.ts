import { expect, it } from "vitest";
import { hostOf, placesOf } from "./places.ts";

it("gives an address for each host of a connection URI of libpq", () => {
  expect(placesOf("postgres://vm:p%40ss@one:5432,two,[::1]:5433/name?target_session_attrs=read-write&sslmode=verify-full")).toEqual([
    "postgres://vm:p%40ss@one:5432/name?sslmode=verify-full",
    "postgres://vm:p%40ss@two/name?sslmode=verify-full",
    "postgres://vm:p%40ss@[::1]:5433/name?sslmode=verify-full",
  ]);
  expect(placesOf("postgresql://localhost/name")).toEqual(["postgresql://localhost/name"]);
  expect(placesOf("postgres://vm@/name?host=/run/postgresql")).toEqual(["postgres://vm@/name?host=/run/postgresql"]);
  expect(hostOf("postgres://vm:secret@one,two/name")).toBe("one,two");
});

it("refuses to write to a server that is asked to take no writes, and says where it belongs", () => {
  expect(() => placesOf("postgres://one,two/name?target_session_attrs=prefer-standby")).toThrow(/VILLE_MONDE_REPLICA_URL/);
});
