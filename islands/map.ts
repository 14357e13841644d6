// The small part that every map page loads: it offers the interactive map where the browser can draw it, and brings
// the large part only when asked. Until then, and wherever anything fails, the drawn map and the table stay.
import type { MapConfig } from "./map/types.ts";

const element = <T extends HTMLElement>(id: string) => document.getElementById(id) as T;
const config: MapConfig = JSON.parse(element("map-config").textContent ?? "{}");
const [counts, actions, button, status, frame, drawn] = [
  element("map-counts"),
  element("map-actions"),
  element<HTMLButtonElement>("open-map"),
  element("map-status"),
  element("interactive-map"),
  element("static-map"),
];

function canDraw(): boolean {
  try {
    const context = document.createElement("canvas").getContext("webgl2");
    // Browsers keep few contexts: this one has answered.
    context?.getExtension("WEBGL_lose_context")?.loseContext();
    return context !== null;
  } catch {
    return false;
  }
}

async function open(focus: boolean): Promise<void> {
  button.disabled = true;
  status.textContent = config.words.loading;
  try {
    const { openMap } = await import("./map/view.ts");
    frame.hidden = false;
    await openMap(frame, config, { focus, close });
    drawn.hidden = true;
    // The interactive map counts what it shows itself.
    counts.hidden = true;
    actions.hidden = true;
    status.textContent = "";
  } catch (error) {
    console.warn(error);
    close(config.words.failed);
  }
}

/** Back to the drawn map, with what is to be said of it. */
function close(words = ""): void {
  const within = frame.contains(document.activeElement);
  frame.replaceChildren();
  frame.hidden = true;
  drawn.hidden = false;
  counts.hidden = false;
  actions.hidden = false;
  button.disabled = false;
  status.textContent = words;
  if (within) button.focus();
}

if (canDraw()) {
  actions.hidden = false;
  button.addEventListener("click", () => void open(true));
  // An address that names a view was shared from the interactive map.
  if (location.hash.startsWith("#view=")) void open(false);
} else {
  status.textContent = config.words.noWebgl;
}
