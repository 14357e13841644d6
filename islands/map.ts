// The small part that every map page loads: it offers the interactive map where the browser can draw it, and brings
// the large part only when asked. Until then, and wherever anything fails, the drawn map and the table stay.
import type { MapConfig } from "./map/types.ts";

const element = <T extends HTMLElement>(id: string) => document.getElementById(id) as T;
const config: MapConfig = JSON.parse(element("map-config").textContent ?? "{}");
const [actions, button, failed, frame, drawn] = [
  element("map-actions"),
  element<HTMLButtonElement>("open-map"),
  element("map-failed"),
  element("interactive-map"),
  element("static-map"),
];

function canDraw(): boolean {
  try {
    return document.createElement("canvas").getContext("webgl2") !== null;
  } catch {
    return false;
  }
}

function say(words: string): void {
  failed.textContent = words;
  failed.hidden = words === "";
}

async function open(focus: boolean): Promise<void> {
  button.disabled = true;
  say(config.words.loading);
  try {
    const { openMap } = await import("./map/view.ts");
    frame.hidden = false;
    await openMap(frame, config, { focus, close });
    drawn.hidden = true;
    actions.hidden = true;
    say("");
  } catch {
    close();
    say(config.words.failed);
  }
}

function close(): void {
  frame.replaceChildren();
  frame.hidden = true;
  drawn.hidden = false;
  actions.hidden = false;
  button.disabled = false;
  button.focus();
}

if (canDraw()) {
  actions.hidden = false;
  button.addEventListener("click", () => void open(true));
  // An address that names a view was shared from the interactive map.
  if (location.hash.startsWith("#vue=")) void open(false);
} else {
  say(config.words.noWebgl);
}
