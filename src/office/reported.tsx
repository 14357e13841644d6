import type { FC } from "hono/jsx";
import type { Database } from "../platform/database/connect.ts";
import type { KindName } from "../register/kinds.ts";
import { loadReported, type Reported } from "../register/project/reported-store.ts";
import { Facts } from "../ui/facts.tsx";
import { count, money } from "../ui/format.ts";
import { officeHref } from "./addresses.ts";
import type { OfficeContext } from "./env.ts";
import { When } from "./when.tsx";

/** What the file behind a record said; undefined for all but projects that came from one. */
export const reportedOf = (db: Database, kind: KindName, id: string | undefined): Promise<Reported | undefined> =>
  kind === "project" && id ? loadReported(db, id) : Promise.resolve(undefined);

/** Where a project came from, beside its form: it is reported anew by importing its file again, and kept as it is once edited here. */
export const ReportedNote: FC<{ c: OfficeContext; id: string; reported: Reported }> = ({ c, id, reported }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const { identifier, fileName, licence, importedAt, parent, children, sums } = reported;
  const type = (code: string) => (t.has(`exchange.transaction.${code}`) ? t.dynamic(`exchange.transaction.${code}`) : code);
  return (
    <details>
      <summary>
        {`${t("exchange.reported.source")}${t("common.colon")} `}
        <code>{identifier}</code>
      </summary>
      <Facts
        facts={[
          [
            t("exchange.reported.file"),
            <>
              {fileName}, <When at={new Date(importedAt)} locale={locale} />
            </>,
          ],
          [t("exchange.reported.licence"), licence],
          [t("exchange.reported.parent"), parent && <a href={officeHref(parent.kind, parent.id)}>{parent.id}</a>],
          [t("exchange.reported.children"), children.length > 0 && count(children.length, locale)],
          [
            t("exchange.reported.money"),
            sums.length > 0 && (
              <ul>
                {sums.map((one) => (
                  <li>
                    {type(one.type)} ({count(one.count, locale)}){`${t("common.colon")} `}
                    {money(one.amountCents, one.currency, locale)}
                  </li>
                ))}
              </ul>
            ),
          ],
        ]}
      />
      {sums.length > 0 && (
        <p>
          <a href={`${officeHref("project", id, "apercu")}#reported-money`}>{t("exchange.reported.all")}</a>
        </p>
      )}
    </details>
  );
};
