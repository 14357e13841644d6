import type { Hono } from "hono";
import type { FC } from "hono/jsx";
import { requestPasswordReset, resetOwner, resetPassword } from "../platform/accounts/sign-up.ts";
import { clientAddress } from "../platform/web/client-address.ts";
import { oneOf, readForm } from "../platform/web/form-data.ts";
import { type Door, deskOf, type IdentityContext } from "./door.ts";
import { evenly } from "./link.tsx";
import { AskForAddress, NewPassword, Problem } from "./parts.tsx";
import { showSignIn } from "./sign-in.tsx";

/** A forgotten password: a mailed link, good once, by which a new one is chosen. */
export function forgottenPages(app: Hono<any>, door: Door): void {
  app.get("/mot-de-passe", async (c) => {
    const token = c.req.query("jeton");
    if (token === undefined) return c.html(<Forgotten c={c} door={door} />);
    const owner = await resetOwner(deskOf(c).db, token);
    return owner ? c.html(<Choose c={c} door={door} token={token} email={owner.email} />) : over(c, door);
  });
  app.post("/mot-de-passe", async (c) => {
    const { values } = await readForm(c);
    const token = oneOf(values, "jeton");
    if (token === "") {
      const sent = await evenly(requestPasswordReset(deskOf(c), oneOf(values, "email"), clientAddress(c)));
      return sent
        ? c.html(<Forgotten c={c} door={door} sent />)
        : c.html(<Forgotten c={c} door={door} problem="identity.signIn.wait" />, 429);
    }
    const changed = await resetPassword(deskOf(c), token, oneOf(values, "password"));
    if (changed.ok) return showSignIn(c, door, { back: door.root, notice: "space.password.done" });
    if (changed.problem === "link") return over(c, door);
    const owner = await resetOwner(deskOf(c).db, token);
    return c.html(
      <Choose c={c} door={door} token={token} email={owner?.email ?? ""} problem={`identity.problem.${changed.problem}`} />,
      422,
    );
  });
}

const over = (c: IdentityContext, door: Door) => c.html(<Forgotten c={c} door={door} problem="space.password.over" />, 410);

const Forgotten: FC<{ c: IdentityContext; door: Door; sent?: boolean; problem?: string }> = ({ c, door, sent, problem }) => {
  const t = c.get("t");
  return (
    <door.Frame c={c} title={t("space.password.title")} notice={sent && t("space.password.sent")}>
      <h1>{t("space.password.title")}</h1>
      <Problem c={c} of={problem} />
      <AskForAddress c={c} door={door} action="/mot-de-passe" submit={t("space.password.ask")} />
    </door.Frame>
  );
};

const Choose: FC<{ c: IdentityContext; door: Door; token: string; email: string; problem?: string }> = ({
  c,
  door,
  token,
  email,
  problem,
}) => {
  const t = c.get("t");
  return (
    <door.Frame c={c} title={t("space.password.choose")}>
      <h1>{t("space.password.choose")}</h1>
      <Problem c={c} of={problem} />
      <form method="post" action={`${door.root}/mot-de-passe`} class="narrow-form">
        <input type="hidden" name="jeton" value={token} />
        <input type="hidden" autocomplete="username" value={email} />
        <NewPassword c={c} label={t("identity.password.new")} wrong={!!problem} />
        <p>
          <button type="submit">{t("space.password.save")}</button>
        </p>
      </form>
    </door.Frame>
  );
};
