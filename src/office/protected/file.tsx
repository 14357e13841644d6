import type { FC } from "hono/jsx";
import { dayOf } from "../../platform/instants.ts";
import { acceptedBy } from "../../platform/intake/rules.ts";
import { look } from "../../protected/acts.ts";
import { consentFields } from "../../protected/consent/rules.ts";
import type { ProtectedFile } from "../../protected/file.ts";
import { type Change, changesOf } from "../../protected/log-store.ts";
import { personFields, REVIEW_MONTHS, reviewForm } from "../../protected/person/rules.ts";
import type { PersonRow } from "../../protected/person/store.ts";
import { Facts } from "../../ui/facts.tsx";
import { bytes, date } from "../../ui/format.ts";
import type { OfficeContext } from "../env.ts";
import { done, doneNotice, RefusalNotice } from "../funding/refusal.tsx";
import { type Given, refusalOf, SmallForm } from "../funding/small-form.tsx";
import { OfficeLayout } from "../layout.tsx";
import { withFile } from "./area.tsx";
import { Button } from "./button.tsx";
import { Changes, Contents, PersonHead, Readings } from "./parts.tsx";
import { Residencies } from "./residencies.tsx";
import { Testimonies } from "./testimonies.tsx";
import { formOf, pathOf, statusOf } from "./where.ts";

const BUTTONS = ["withdraw-consent", "publish", "unpublish", "paper", "remove-paper", "erase", "erase-sure"];

/** A whole file, open: one reading. `given`: what came back of one of its forms. */
export function showFile(c: OfficeContext, person: PersonRow, given?: Given): Promise<Response> {
  return withFile(c, person, "file", async (file) => {
    const t = c.get("t");
    const changes = await look(c.get("services").db, c.get("officer"), (trx) => changesOf(trx, person.id));
    return c.html(
      <OfficeLayout c={c} title={person.pseudonym ?? ""} notice={doneNotice(c, `protected.done.${done(c)}`)}>
        <PersonHead c={c} person={file.person} />
        <RefusalNotice c={c} refusal={refusalOf(given, BUTTONS)} />
        {given?.form === "erase" && <SureToErase c={c} person={file.person} />}
        <nav class="tabs" aria-label={t("protected.parts")}>
          <ul>
            {["person", "residencies", "consents", "testimonies", "papers", "readings"].map((part) => (
              <li>
                <a href={`#${part}`}>{t.dynamic(`protected.part.${part}`)}</a>
              </li>
            ))}
          </ul>
        </nav>
        <section aria-labelledby="person">
          <h2 id="person">{t("protected.part.person")}</h2>
          <Contents c={c} kind="protected" fields={personFields} document={file.person.document} />
          <p class="row-form">
            <a class="button" href={pathOf(person.id, "fiche")}>
              {t("protected.edit")}
            </a>
            <a class="button quiet" href={pathOf(person.id, "export")}>
              {t("protected.export")}
            </a>
          </p>
        </section>
        <Residencies c={c} file={file} given={given} />
        <Consents c={c} file={file} />
        <Testimonies c={c} file={file} />
        <Papers c={c} file={file} />
        <Keeping c={c} file={file} given={given} />
        <Logs c={c} file={file} changes={changes} />
      </OfficeLayout>,
      statusOf(given?.refusal),
    );
  });
}

const Consents: FC<{ c: OfficeContext; file: ProtectedFile }> = ({ c, file: { person, consents } }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  return (
    <section aria-labelledby="consents">
      <h2 id="consents">{t("protected.part.consents")}</h2>
      {consents.length === 0 && <p class="muted">{t("protected.consentsNone")}</p>}
      {consents.map((one) => (
        <article>
          <h3>
            {one.scopes.map((scope) => t.dynamic(`field.consent.${scope}`)).join(" · ")}{" "}
            <span class={one.inForce ? "badge badge-published" : "badge"}>
              {t(one.withdrawnAt ? "protected.consent.withdrawn" : one.inForce ? "protected.consent.inForce" : "protected.consent.over")}
            </span>
          </h3>
          <Facts
            facts={[
              [t("field.consent.givenOn"), date(one.givenOn, locale)],
              [t("field.consent.validUntil"), date(one.validUntil, locale)],
              [t("protected.consent.withdrawnOn"), one.withdrawnAt && date(dayOf(one.withdrawnAt), locale)],
            ]}
          />
          <Contents c={c} kind="consent" fields={consentFields} document={one.document} />
          {!one.withdrawnAt && <Button t={t} act="withdraw-consent" id={one.id} label={t("protected.consent.withdraw")} quiet />}
        </article>
      ))}
      <p>
        <a class="button quiet" href={pathOf(person.id, "consentement")}>
          {t("protected.consent.new")}
        </a>
      </p>
    </section>
  );
};

const Papers: FC<{ c: OfficeContext; file: ProtectedFile }> = ({ c, file: { person, papers } }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  return (
    <section aria-labelledby="papers">
      <h2 id="papers">{t("protected.part.papers")}</h2>
      <ul class="plain-list">
        {papers.map((paper) => (
          <li class="row-form">
            <a href={pathOf(person.id, "pieces", paper.id)}>{paper.document.name}</a> ({bytes(paper.document.size, locale)}){" "}
            <Button t={t} act="remove-paper" id={paper.id} label={t("protected.paper.remove")} of={paper.document.name} quiet />
          </li>
        ))}
      </ul>
      <form method="post" enctype="multipart/form-data" class="row-form" autocomplete="off">
        <label for="paper">{t("protected.paper.add")}</label>
        <input id="paper" type="file" name="paper" accept={acceptedBy("paper")} required />
        <button type="submit" name="do" value="paper">
          {t("protected.paper.do")}
        </button>
      </form>
      <p class="hint">{t("protected.paper.hint")}</p>
    </section>
  );
};

/** How long it is kept: when it was last looked at, when it goes, and the end of it at the person's wish. */
const Keeping: FC<{ c: OfficeContext; file: ProtectedFile; given: Given | undefined }> = ({ c, file: { person }, given }) => {
  const t = c.get("t");
  return (
    <section aria-labelledby="keeping">
      <h2 id="keeping">{t("protected.part.keeping")}</h2>
      <p class="hint">{t("protected.keepingText")}</p>
      <SmallForm
        c={c}
        name="review"
        kind={formOf(reviewForm)}
        submit={t("protected.review.do")}
        given={given}
        initial={{ reviewOn: person.reviewOn }}
        autocomplete="off"
        note={t("protected.review.text", { months: REVIEW_MONTHS })}
      />
      <Button t={t} act="erase" label={t("protected.erase.ask")} quiet />
    </section>
  );
};

const SureToErase: FC<{ c: OfficeContext; person: PersonRow }> = ({ c, person }) => {
  const t = c.get("t");
  return (
    <div class="error-summary" role="alert" tabindex={-1} autofocus>
      <p>{t("protected.erase.sure", { pseudonym: person.pseudonym ?? "" })}</p>
      <div class="row-form">
        <Button t={t} act="erase-sure" label={t("protected.erase.do")} />
        <a class="button quiet" href={pathOf(person.id)}>
          {t("office.form.leave")}
        </a>
      </div>
    </div>
  );
};

const Logs: FC<{ c: OfficeContext; file: ProtectedFile; changes: Change[] }> = ({ c, file, changes }) => {
  const t = c.get("t");
  return (
    <section aria-labelledby="readings">
      <h2 id="readings">{t("protected.part.readings")}</h2>
      <Readings c={c} rows={file.readings} />
      <h3>{t("protected.changes")}</h3>
      <Changes c={c} rows={changes} />
    </section>
  );
};
