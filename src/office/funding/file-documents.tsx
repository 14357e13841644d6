import type { FC } from "hono/jsx";
import { may } from "../../platform/accounts/rights.ts";
import { KeptFileLink } from "../../ui/kept-file.tsx";
import { Of } from "../../ui/of.tsx";
import { Table } from "../../ui/table.tsx";
import { plain } from "../../ui/text.tsx";
import { When } from "../when.tsx";
import { type FileProps, Part } from "./file-parts.tsx";

export const Documents: FC<FileProps> = ({ c, data }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const { file, edition, sent } = data;
  const writes = may(c.get("officer"), "application.instruct");
  const asked = edition.requirements.filter(({ stage, aboveCents }) => stage === "application" && (aboveCents ?? 0) <= file.askedCents);
  const missing = asked.filter(
    ({ code, required }) => required && !sent.some((one) => one.requirement === code && one.verdict !== "refused"),
  );
  const nameOf = (code: string | null) =>
    plain(edition.requirements.find((one) => one.code === code)?.name ?? {}, locale) || t("instruction.document.other");
  return (
    <Part
      id="documents"
      title={t("instruction.documents")}
      aside={<span class="muted">{t("instruction.documents.count", { count: sent.length })}</span>}
    >
      {missing.length > 0 && (
        <p class="late">
          {t("instruction.documents.missing")}{" "}
          {missing
            .map(({ name, canFollow }) => plain(name, locale) + (canFollow ? ` (${t("instruction.documents.canFollow")})` : ""))
            .join(", ")}
        </p>
      )}
      {sent.length > 0 && (
        <Table
          caption={t("instruction.documents")}
          hideCaption
          class="dense documents"
          rows={sent}
          columns={[
            { label: t("instruction.document"), heading: true, cell: (one) => nameOf(one.requirement) },
            {
              label: t("instruction.document.file"),
              cell: (one) => <KeptFileLink t={t} file={one} href={`/bureau/dossiers/${file.id}/fichiers/${one.id}`} tellsFinds />,
            },
            { label: t("instruction.document.sent"), cell: (one) => <When at={one.sentAt} locale={locale} /> },
            {
              label: t("instruction.verdict"),
              cell: (one) =>
                writes ? (
                  <form method="post" class="row-form">
                    <select name="verdict" aria-label={`${t("instruction.verdict")}${t("common.colon")} ${one.name}`}>
                      <option value="">{t("instruction.document.unchecked")}</option>
                      {(["accepted", "refused"] as const).map((verdict) => (
                        <option value={verdict} selected={verdict === one.verdict}>
                          {t.dynamic(`instruction.document.${verdict}`)}
                        </option>
                      ))}
                    </select>
                    <input
                      type="text"
                      name="note"
                      value={one.note}
                      aria-label={`${t("instruction.note")}${t("common.colon")} ${one.name}`}
                      placeholder={t("instruction.note")}
                    />
                    <button type="submit" class="quiet small" name="do" value={`document:${one.id}`}>
                      {t("instruction.save")}
                      <Of t={t}>{one.name}</Of>
                    </button>
                  </form>
                ) : (
                  one.verdict && t.dynamic(`instruction.document.${one.verdict}`)
                ),
            },
          ]}
        />
      )}
    </Part>
  );
};
