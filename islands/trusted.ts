// The one way in which a text becomes markup or the address of a script (Trusted Types, policy "default"): the map's
// library asks for its worker and for the words of its attribution. Anything else that an attack might slip in is text.

interface Policies {
  createPolicy(name: string, rules: { createHTML(text: string): string; createScriptURL(address: string): string }): unknown;
}

const { trustedTypes } = globalThis as { trustedTypes?: Policies };
trustedTypes?.createPolicy("default", {
  createHTML: (text) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;"),
  createScriptURL(address) {
    const { origin, pathname, href } = new URL(address, location.href);
    if (origin !== location.origin || !pathname.startsWith("/assets/")) throw new TypeError("no script of ours");
    return href;
  },
});
