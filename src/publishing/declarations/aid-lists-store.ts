import type { Database } from "../../platform/database/connect.ts";

/** What the list of recipients in force on a day says of a country. */
export type AidAnswer =
  | { status: "recipient"; dacCode: string; incomeGroup: string }
  | { status: "not_recipient" }
  /** No edition that the register holds covers that day: nothing can be said. */
  | { status: "no_list" };

export type AidLists = (country: string, day: string) => AidAnswer;

export async function readAidAnswers(db: Database): Promise<AidLists> {
  const [lists, recipients] = await Promise.all([
    db.selectFrom("odaList").select(["id", "validFrom", "validTo"]).execute(),
    db.selectFrom("odaRecipient").select(["list", "country", "dacCode", "incomeGroup"]).execute(),
  ]);
  const known = new Map(recipients.map((one) => [`${one.list} ${one.country}`, one]));
  return (country, day) => {
    const list = lists.find((one) => String(one.validFrom) <= day && (one.validTo === null || day <= String(one.validTo)));
    if (!list) return { status: "no_list" };
    const found = known.get(`${list.id} ${country}`);
    return found ? { status: "recipient", dacCode: found.dacCode, incomeGroup: found.incomeGroup } : { status: "not_recipient" };
  };
}
