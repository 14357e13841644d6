import type { FC } from "hono/jsx";
import { oneOf } from "../form-data.ts";
import { Part } from "./file-parts.tsx";
import type { JuryProps } from "./jury-form.ts";

/** Empty lines for members who are still to be put down. */
const SPARE_MEMBERS = 3;

export const Asides: FC<JuryProps> = ({ c, jury, asides, rows, members }) => {
  const t = c.get("t");
  const open = jury.state === "planned";
  const numberOf = (id: string) => rows.find((row) => row.id === id)?.number ?? "…";
  return (
    <Part id="sorties" title={t("jury.stepAsides")}>
      <p class="hint">{t("jury.stepAsides.law")}</p>
      {asides.length === 0 ? (
        <p class="muted">{t("jury.stepAsides.none")}</p>
      ) : (
        <ul>
          {asides.map(({ application, name, reason }) => (
            <li>
              {`${numberOf(application)}${t("common.colon")} ${name}`}
              {reason && `, ${reason}`}
              {open && (
                <form method="post" class="inline-form">
                  <input type="hidden" name="name" value={name} />
                  <button type="submit" class="quiet small" name="do" value={`aside-undo:${application}`}>
                    {t("jury.stepAsides.undo")}
                  </button>
                </form>
              )}
            </li>
          ))}
        </ul>
      )}
      {open && rows.length > 0 && (
        <form method="post" class="row-form no-print">
          <label for="aside-file">{t("instruction.number")}</label>
          <select id="aside-file" name="file">
            {rows.map(({ id, number, applicant }) => (
              <option value={id}>
                {number} {applicant}
              </option>
            ))}
          </select>
          <label for="aside-name">{t("jury.member")}</label>
          <input id="aside-name" name="name" list="jury-members" required />
          <datalist id="jury-members">
            {members.map(({ name }) => (
              <option value={name} />
            ))}
          </datalist>
          <label for="aside-reason">{t("jury.reasons")}</label>
          <input id="aside-reason" name="reason" />
          <button type="submit" class="quiet" name="do" value="aside">
            {t("jury.stepAsides.add")}
          </button>
        </form>
      )}
    </Part>
  );
};

export const Meeting: FC<JuryProps> = ({ c, jury, members, given }) => {
  const t = c.get("t");
  const own = given?.what === "meeting" ? given.values : undefined;
  const open = jury.state === "planned";
  const lines = own
    ? (own["member.name"] ?? []).map((name, i) => ({
        name,
        quality: own["member.quality"]?.[i] ?? "",
        present: own["member.present"]?.[i] === "1",
      }))
    : members;
  if (!open)
    return (
      <Part id="reunion" title={t("jury.members")}>
        <ul>
          {members.map(({ name, quality, present }) => (
            <li>
              {[name, quality].filter(Boolean).join(", ")} {!present && <span class="muted">({t("jury.notPresent")})</span>}
            </li>
          ))}
        </ul>
        {jury.remarks && <p class="pre">{jury.remarks}</p>}
      </Part>
    );
  return (
    <Part id="reunion" title={t("jury.members")}>
      <form method="post">
        <input type="hidden" name="version" value={String(jury.version)} />
        <div class="jury-fields">
          <p class="field">
            <label for="held-on">{t("jury.heldOn")}</label>
            <input id="held-on" type="date" name="heldOn" value={own ? oneOf(own, "heldOn") : jury.heldOn} required />
          </p>
          <p class="field jury-reasons">
            <label for="held-in">{t("jury.place")}</label>
            <input id="held-in" name="place" value={own ? oneOf(own, "place") : jury.place} />
          </p>
        </div>
        <div class="table-scroll" role="group" tabindex={0} aria-label={t("jury.members")}>
          <table class="dense jury-members">
            <caption class="visually-hidden">{t("jury.members")}</caption>
            <thead>
              <tr>
                <th scope="col">{t("instruction.name")}</th>
                <th scope="col">{t("jury.quality")}</th>
                <th scope="col">{t("jury.present")}</th>
              </tr>
            </thead>
            <tbody>
              {[...lines, ...Array.from({ length: SPARE_MEMBERS }, () => ({ name: "", quality: "", present: true }))].map(
                ({ name, quality, present }, i) => (
                  <tr>
                    <td>
                      <input name="member.name" value={name} aria-label={t("jury.memberName", { n: i + 1 })} />
                    </td>
                    <td>
                      <input name="member.quality" value={quality} aria-label={t("jury.memberQuality", { n: i + 1 })} />
                    </td>
                    <td>
                      <select name="member.present" aria-label={t("jury.memberPresent", { n: i + 1 })}>
                        <option value="1" selected={present}>
                          {t("jury.yes")}
                        </option>
                        <option value="0" selected={!present}>
                          {t("jury.no")}
                        </option>
                      </select>
                    </td>
                  </tr>
                ),
              )}
            </tbody>
          </table>
        </div>
        <div class="form-field">
          <label for="remarks">{t("jury.remarks")}</label>
          <textarea id="remarks" name="remarks" rows={4}>
            {own ? oneOf(own, "remarks") : jury.remarks}
          </textarea>
        </div>
        <p>
          <button type="submit" class="quiet" name="do" value="meeting">
            {t("jury.meeting.save")}
          </button>
        </p>
      </form>
    </Part>
  );
};
