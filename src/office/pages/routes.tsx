import type { Hono } from "hono";
import { instantOfLocal } from "../../platform/instants.ts";
import { timeZone } from "../../platform/time-zone.ts";
import { UUID } from "../../platform/uuid.ts";
import { kindOf } from "../../register/kinds.ts";
import { moveProposal, type ProposalFailure, proposeChange, rebaseProposal } from "../../register/page/proposal/actions.ts";
import { publishProposal } from "../../register/page/proposal/publish.ts";
import type { ProposalMove } from "../../register/page/proposal/states.ts";
import { findProposal, listProposals, type Proposal } from "../../register/page/proposal/store.ts";
import { recordId } from "../../register/record/fields.ts";
import { findRecord } from "../../register/record/store.ts";
import { plain } from "../../ui/text.tsx";
import { readerOf } from "../difference.tsx";
import type { OfficeContext, OfficeEnv } from "../env.ts";
import { oneOf, readForm } from "../form-data.ts";
import { type Preview, publicPageIn } from "../preview.ts";
import { only } from "../refused.tsx";
import { proposalHref } from "./addresses.ts";
import { ProposalsPage } from "./list.tsx";
import { previewProposal } from "./preview.ts";
import { ProposalPage } from "./proposal.tsx";
import { saveText, showText } from "./text.tsx";

const kind = kindOf("page");
type Handler = (c: OfficeContext, proposal: Proposal) => Promise<Response>;

/** The proposals by which pages change: written, compared, read by somebody else, published at their hour. */
export function proposalPages(app: Hono<OfficeEnv>, preview: Preview): void {
  app.get("/propositions", only("record.read"), async (c) =>
    c.html(<ProposalsPage c={c} rows={await listProposals(c.get("services").db, "open")} />),
  );
  app.get("/pages/:id/propositions", only("record.read"), async (c) => {
    const { db } = c.get("services");
    const id = recordId.safeParse(c.req.param("id"));
    const record = id.success ? await findRecord(db, kind, id.data) : undefined;
    if (!record) return c.notFound();
    const page = { id: record.id, name: plain(record.document.name as never, c.get("locale")) };
    return c.html(<ProposalsPage c={c} rows={await listProposals(db, { page: record.id })} page={page} />);
  });
  app.post("/pages/:id/propositions", only("proposal.write"), async (c) => {
    const id = recordId.safeParse(c.req.param("id"));
    const begun = id.success ? await proposeChange(c.get("services").db, id.data, c.get("officer")) : undefined;
    return begun?.ok ? c.redirect(proposalHref(begun.id, "texte"), 303) : c.notFound();
  });

  const one = (handler: Handler) => async (c: OfficeContext) => {
    const id = c.req.param("id") ?? "";
    const proposal = UUID.test(id) ? await findProposal(c.get("services").db, id) : undefined;
    return proposal ? handler(c, proposal) : c.notFound();
  };
  app.get(
    "/propositions/:id",
    only("record.read"),
    one((c, proposal) => show(c, proposal)),
  );
  app.get("/propositions/:id/texte", only("proposal.write"), one(showText));
  app.post("/propositions/:id/texte", only("proposal.write"), one(saveText));
  app.get(
    "/propositions/:id/apercu",
    only("record.read"),
    one(async (c, proposal) => publicPageIn(c, await previewProposal(c, preview, proposal))),
  );
  app.post("/propositions/:id/etat", only("proposal.write"), one(move));
  app.post("/propositions/:id/reprendre", only("proposal.write"), one(rebase));
  // Where a form was sent, a reload asks with GET.
  for (const step of ["etat", "reprendre"])
    app.get(
      `/propositions/:id/${step}`,
      one(async (c, { id }) => c.redirect(proposalHref(id))),
    );
}

type Told = Partial<Pick<Parameters<typeof ProposalPage>[0], "problem" | "typed" | "both">>;

async function show(c: OfficeContext, proposal: Proposal, told: Told = {}, status: 200 | 403 | 409 | 422 = 200): Promise<Response> {
  const t = c.get("t");
  const record = (await findRecord(c.get("services").db, kind, proposal.page))!;
  const read = await readerOf(c, kind, [record.document, proposal.document]);
  const done = c.req.query("fait");
  const notice = done && t.has(`pages.done.${done}`) ? t.dynamic(`pages.done.${done}`) : undefined;
  return c.html(<ProposalPage c={c} proposal={proposal} record={record} read={read} notice={notice} {...told} />, status);
}

async function move(c: OfficeContext, proposal: Proposal): Promise<Response> {
  const { db, content } = c.get("services");
  const { values } = await readForm(c);
  const name = oneOf(values, "do");
  const typed = { answer: oneOf(values, "answer"), publishAt: oneOf(values, "publishAt") };
  const hour = name === "approve" && typed.publishAt.trim() !== "" ? instantOfLocal(typed.publishAt, timeZone()) : undefined;
  if (hour && !hour.ok)
    return show(c, proposal, { typed, problem: c.get("t").dynamic(`problem.instant_${hour.reason}`, hourWords(hour)) }, 422);
  const publishAt = hour ? new Date(hour.instant) : null;
  const moved = await moveProposal(
    db,
    proposal.id,
    Number(oneOf(values, "version")),
    name as Exclude<ProposalMove, "publish">,
    c.get("officer"),
    {
      answer: typed.answer,
      publishAt,
    },
  );
  if (!moved.ok) return show(c, (await findProposal(db, proposal.id))!, { typed, problem: wordsOf(c, moved) }, statusOf(moved));
  // What is to be public at once is public when the page comes back; its job then finds it done.
  if (name === "approve" && (!publishAt || publishAt <= new Date())) {
    await publishProposal(db, proposal.id, new Date());
    await content.touch();
  }
  return c.redirect(`${proposalHref(proposal.id)}?fait=${name}`, 303);
}

async function rebase(c: OfficeContext, proposal: Proposal): Promise<Response> {
  const { db } = c.get("services");
  const done = await rebaseProposal(db, proposal.id, c.get("officer"));
  if (!done.ok) return show(c, proposal, { problem: wordsOf(c, done) }, statusOf(done));
  return show(c, (await findProposal(db, proposal.id))!, { both: done.both });
}

const hourWords = (hour: { ok: false; reason: string; offsets?: [string, string] }) =>
  hour.offsets ? { first: hour.offsets[0], second: hour.offsets[1] } : {};
const wordsOf = (c: OfficeContext, failure: ProposalFailure) => c.get("t").dynamic(`pages.failure.${failure.reason}`);
const statusOf = ({ reason }: ProposalFailure) =>
  reason === "forbidden" || reason === "own_words" ? 403 : reason === "answer_missing" || reason === "invalid" ? 422 : 409;
