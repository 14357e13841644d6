import type { Child, FC } from "hono/jsx";
import { MIN_PASSWORD } from "../platform/accounts/passwords.ts";
import type { IdentityContext } from "./door.ts";

/** Why something was not done. */
export const Problem: FC<{ c: IdentityContext; of: string | undefined }> = ({ c, of }) =>
  of === undefined ? (
    <></>
  ) : (
    <p class="error-summary" role="alert" id="problem">
      {c.get("t").dynamic(of)}
    </p>
  );

/** One line to type, its label, and whether it is what was wrong. */
export const Field: FC<{
  name: string;
  label: Child;
  hint?: Child;
  type?: string;
  value?: string;
  autocomplete?: string;
  inputmode?: string;
  maxlength?: number;
  minlength?: number;
  readonly?: boolean;
  wrong?: boolean;
}> = ({ name, label, hint, type = "text", value = "", autocomplete, inputmode, maxlength, minlength, readonly, wrong }) => (
  <div class="form-field">
    <label for={name}>{label}</label>
    {hint && (
      <span class="hint" id={`${name}-hint`}>
        {hint}
      </span>
    )}
    <input
      id={name}
      name={name}
      type={type}
      value={value}
      autocomplete={autocomplete}
      inputmode={inputmode as never}
      maxlength={maxlength}
      minlength={minlength}
      readonly={readonly}
      required
      aria-invalid={wrong ? "true" : undefined}
      aria-describedby={[hint && `${name}-hint`, wrong && "problem"].filter(Boolean).join(" ") || undefined}
    />
  </div>
);

/** A password that is being chosen. */
export const NewPassword: FC<{ c: IdentityContext; label: Child; wrong?: boolean }> = ({ c, label, wrong }) => (
  <Field
    name="password"
    label={label}
    hint={c.get("t")("identity.password.hint")}
    type="password"
    autocomplete="new-password"
    minlength={MIN_PASSWORD}
    wrong={!!wrong}
  />
);

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
