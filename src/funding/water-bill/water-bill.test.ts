import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readBill } from "./form.ts";
import { answerOf, billOf } from "./rules.ts";

const query = (values: Record<string, string>) => Object.fromEntries(Object.entries(values).map(([name, value]) => [name, [value]]));

describe("what a water bill pays", () => {
  it("is at most 1 % of what goes to the services, and what was published for as many people", () => {
    // 120 m³ at 4,340 €/m³, half of it to the services.
    expect(billOf(12_000, 4_340)).toBe(52_080);
    expect(answerOf({ billCents: 52_080, serviceShare: 5_000, people: 4 }, { cents: 60, people: 4 })).toEqual({
      billCents: 52_080,
      serviceCents: 26_040,
      ceilingCents: 260,
      publishedTenths: 600,
    });
    expect(answerOf({ billCents: 1, serviceShare: 1, people: 1 }, undefined)).toEqual({
      billCents: 1,
      serviceCents: 0,
      ceilingCents: 0,
      publishedTenths: undefined,
    });
  });

  it("never passes the limit of the law, grows with the bill, and with the people", () => {
    const bill = fc.record({
      billCents: fc.nat(10_000_000),
      serviceShare: fc.integer({ min: 1, max: 10_000 }),
      people: fc.integer({ min: 1, max: 100 }),
    });
    fc.assert(
      fc.property(
        bill,
        fc.nat(1_000_000),
        fc.record({ cents: fc.nat(10_000), people: fc.integer({ min: 1, max: 10 }) }),
        (one, more, published) => {
          const answer = answerOf(one, published);
          expect(answer.ceilingCents * 100 * 10_000).toBeLessThanOrEqual(one.billCents * one.serviceShare);
          expect(answer.ceilingCents).toBeGreaterThanOrEqual(Math.floor((one.billCents * one.serviceShare) / 10_000 / 100) - 1);
          expect(answerOf({ ...one, billCents: one.billCents + more }, published).ceilingCents).toBeGreaterThanOrEqual(answer.ceilingCents);
          expect(answerOf({ ...one, people: one.people + 1 }, published).publishedTenths!).toBeGreaterThanOrEqual(answer.publishedTenths!);
        },
      ),
    );
  });
});

describe("the form of the bill", () => {
  it("asks for nothing, reads what people type, and says what is wrong of each field", () => {
    expect(readBill({})).toEqual({ values: {}, problems: {}, bill: undefined });
    expect(readBill(query({ volume: "120", rate: "4,34", people: "4" })).bill).toEqual({
      billCents: 52_080,
      serviceShare: 10_000,
      people: 4,
    });
    expect(readBill(query({ amount: "1\u202f234,50", share: "62.5" })).bill).toEqual({
      billCents: 123_450,
      serviceShare: 6_250,
      people: 1,
    });
    expect(readBill(query({ people: "4" })).problems).toEqual({ amount: "amount_or_volume" });
    expect(readBill(query({ volume: "120" })).problems).toEqual({ rate: "rate_of_volume" });
    expect(readBill(query({ rate: "4" })).problems).toEqual({ volume: "volume_of_rate" });
    expect(readBill(query({ amount: "0", people: "0", share: "101", rate: "4,3456", volume: "1e3" })).problems).toEqual({
      amount: "more",
      people: "more",
      share: "less",
      rate: "number",
      volume: "number",
    });
  });

  it("never throws, and keeps what was typed", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom("amount", "volume", "rate", "share", "people", "x"), fc.array(fc.string())), (given) => {
        const { bill, problems } = readBill(given);
        if (bill) expect(Object.values(bill).every((value) => Number.isSafeInteger(value) && value >= 0)).toBe(true);
        expect(bill === undefined || Object.keys(problems).length === 0).toBe(true);
      }),
    );
  });
});
