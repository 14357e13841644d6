// Shows the forms that a passkey fills in, where the browser knows passkeys, and fills them in.
import { browserSupportsWebAuthn, startAuthentication, startRegistration } from "@simplewebauthn/browser";

for (const form of document.querySelectorAll<HTMLFormElement>("form[data-passkey]")) {
  if (!browserSupportsWebAuthn()) continue;
  form.hidden = false;
  form.addEventListener("submit", async (event) => {
    const sent = form.querySelector<HTMLInputElement>("input[name=credential]")!;
    if (sent.value) return;
    event.preventDefault();
    const problem = form.querySelector<HTMLElement>("[data-problem]")!;
    problem.hidden = true;
    const optionsJSON = JSON.parse(form.dataset.options!);
    const { submitter } = event;
    try {
      const credential =
        form.dataset.passkey === "create" ? await startRegistration({ optionsJSON }) : await startAuthentication({ optionsJSON });
      sent.value = JSON.stringify(credential);
      form.requestSubmit(submitter);
    } catch {
      // Refused, too late, or none of this site: said in the page's words.
      problem.hidden = false;
    }
  });
}
