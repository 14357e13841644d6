import type { Child, FC, PropsWithChildren } from "hono/jsx";
import { MIN_PASSWORD } from "../platform/accounts/passwords.ts";
import { TextField } from "../ui/forms/plain.tsx";
import type { Door, IdentityContext } from "./door.ts";

/** Why something was not done. */
export const Problem: FC<{ c: IdentityContext; of: string | undefined }> = ({ c, of }) =>
  of === undefined ? (
    <></>
  ) : (
    <p class="error-summary" role="alert" id="problem">
      {c.get("t").dynamic(of)}
    </p>
  );

/** A password that is being chosen. */
export const NewPassword: FC<{ c: IdentityContext; label: Child; wrong?: boolean }> = ({ c, label, wrong }) => (
  <TextField
    name="password"
    required
    label={label}
    hint={c.get("t")("identity.password.hint")}
    type="password"
    autocomplete="new-password"
    minlength={MIN_PASSWORD}
    wrong={!!wrong}
  />
);

/** Asks for the address to which a mail is sent, and leads back to the other ways in. */
export const AskForAddress: FC<
  PropsWithChildren<{ c: IdentityContext; door: Door; action: string; submit: string; email?: string | undefined }>
> = ({ c, door, action, submit, email, children }) => {
  const t = c.get("t");
  return (
    <>
      <form method="post" action={door.root + action} class="narrow-form">
        {children}
        <TextField required name="email" label={t("identity.email")} type="email" value={email} autocomplete="username" />
        <p>
          <button type="submit">{submit}</button>
        </p>
      </form>
      <p>
        <a href={`${door.root}/connexion`}>{t("identity.signIn.other")}</a>
      </p>
    </>
  );
};

/** A form that a passkey fills in. Without scripts it is not shown: the other ways stand beside it. */
export const PasskeyForm: FC<{
  c: IdentityContext;
  action: string;
  ceremony: "create" | "get";
  options: object;
  label: string;
  children?: Child;
}> = ({ c, action, ceremony, options, label, children }) => (
  <form method="post" action={action} class="narrow-form" data-passkey={ceremony} data-options={JSON.stringify(options)} hidden>
    {children}
    <input type="hidden" name="credential" value="" />
    <p class="error-summary" role="alert" data-problem hidden>
      {c.get("t")("identity.passkey.none")}
    </p>
    <p>
      <button type="submit" name="do" value="passkey" class={ceremony === "get" ? "quiet" : undefined}>
        {label}
      </button>
    </p>
  </form>
);
export const PASSKEY_ISLAND = "islands/passkey.ts";
