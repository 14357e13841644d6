// Sends a file in pieces (tus 1.0), with its progress; goes on where it was cut, after a lost network or a closed page.

interface Target {
  application: string;
  requirement: string | null;
  piece: string | null;
}
interface Words {
  sending: string;
  waiting: string;
  offline: string;
  done: string;
  failed: string;
  resume: string;
  tooBig: string;
  cancel: string;
  maximum: number;
}

const PIECE = 512 * 1024;
const TUS = { "Tus-Resumable": "1.0.0" };
const TRIES = 8;

for (const form of document.querySelectorAll<HTMLFormElement>("form[data-upload]")) enhance(form);

function enhance(form: HTMLFormElement): void {
  const target: Target = JSON.parse(form.dataset.upload!);
  const words: Words = JSON.parse(form.dataset.words!);
  const input = form.querySelector<HTMLInputElement>("input[type=file]")!;
  const button = form.querySelector<HTMLButtonElement>("button")!;
  const bar = document.createElement("progress");
  const status = document.createElement("span");
  const cancel = document.createElement("button");
  cancel.type = "button";
  cancel.className = "quiet small";
  cancel.textContent = words.cancel;
  cancel.hidden = true;
  bar.hidden = true;
  bar.max = 1;
  bar.setAttribute("aria-label", input.labels?.[0]?.textContent ?? "");
  status.setAttribute("role", "status");
  status.className = "hint";
  form.append(bar, status, cancel);
  let under = false;
  let stop: AbortController | undefined;

  const begin = async () => {
    const file = input.files?.[0];
    if (!file || under) return;
    if (file.size > words.maximum) {
      status.textContent = words.tooBig;
      status.className = "problem";
      return;
    }
    under = true;
    stop = new AbortController();
    bar.hidden = false;
    cancel.hidden = false;
    button.disabled = true;
    status.className = "hint";
    const key = `upload ${JSON.stringify(target)} ${file.name} ${file.size} ${file.lastModified}`;
    const place = { get: () => read(key), put: (url: string | null) => write(key, url) };
    const said = await send(file, target, place, stop.signal, (part, waiting) => {
      bar.value = part;
      status.textContent = waiting
        ? navigator.onLine
          ? words.waiting
          : words.offline
        : words.sending.replace(/[-−]1/, String(Math.floor(part * 100)));
    });
    under = false;
    button.disabled = false;
    cancel.hidden = true;
    if (said === true) {
      status.textContent = words.done;
      const url = new URL(location.href);
      url.searchParams.set("recu", "1");
      url.searchParams.delete("refus");
      url.hash = form.closest("[id]")?.id ?? "";
      const same = url.href.split("#")[0] === location.href.split("#")[0];
      location.href = url.href;
      if (same) location.reload();
      return;
    }
    bar.hidden = true;
    status.textContent = said === false ? "" : said || words.failed;
    status.className = "problem";
  };
  input.addEventListener("change", () => void begin());
  form.addEventListener("submit", (event) => {
    if (!input.files?.length) return;
    event.preventDefault();
    void begin();
  });
  cancel.addEventListener("click", () => {
    stop?.abort();
    input.value = "";
  });
}

/** True once the whole file is there; false when it was called off; words when it was refused, "" when it failed. */
async function send(
  file: File,
  target: Target,
  place: { get(): string | null; put(url: string | null): void },
  signal: AbortSignal,
  tell: (part: number, waiting: boolean) => void,
): Promise<true | false | string> {
  let url = place.get();
  let offset = 0;
  for (let failures = 0; ; ) {
    if (signal.aborted) {
      if (url) void fetch(url, { method: "DELETE", headers: TUS }).catch(() => {});
      place.put(null);
      return false;
    }
    try {
      if (!url) {
        const made = await fetch("/espace/televersements", {
          method: "POST",
          headers: { ...TUS, "Upload-Length": String(file.size), "Upload-Metadata": metadata({ filename: file.name, ...target }) },
          signal,
        });
        if (made.status >= 500) throw new Error(String(made.status));
        if (made.status !== 201) return made.text();
        url = made.headers.get("Location")!;
        place.put(url);
        offset = 0;
      } else if (failures > 0 || offset === 0) {
        // After a cut, or with an address from another visit: where does it stand?
        const asked = await fetch(url, { method: "HEAD", headers: TUS, signal });
        if (asked.status >= 500) throw new Error(String(asked.status));
        if (!asked.ok) {
          url = null;
          place.put(null);
          continue;
        }
        offset = Number(asked.headers.get("Upload-Offset"));
      }
      while (offset < file.size) {
        tell(offset / file.size, false);
        const piece = file.slice(offset, offset + PIECE);
        const sent = await fetch(url, {
          method: "PATCH",
          headers: { ...TUS, "Content-Type": "application/offset+octet-stream", "Upload-Offset": String(offset) },
          body: piece,
          signal,
        });
        if (sent.status >= 500 || sent.status === 409) throw new Error(String(sent.status));
        if (sent.status !== 204) {
          place.put(null);
          return sent.text();
        }
        offset = Number(sent.headers.get("Upload-Offset"));
        failures = 0;
      }
      place.put(null);
      tell(1, false);
      return true;
    } catch {
      if (signal.aborted) continue;
      failures++;
      if (failures > TRIES) return "";
      tell(offset / file.size, true);
      await pause(Math.min(30_000, 500 * 2 ** failures), signal);
    }
  }
}

/** Waits, or for the network to be back where there is none. */
function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = navigator.onLine ? setTimeout(resolve, ms) : undefined;
    window.addEventListener("online", () => resolve(), { once: true });
    signal.addEventListener("abort", () => {
      clearTimeout(timer);
      resolve();
    });
  });
}

function metadata(values: Record<string, string | null>): string {
  return Object.entries(values)
    .filter(([, value]) => value)
    .map(([key, value]) => `${key} ${btoa(String.fromCharCode(...new TextEncoder().encode(value!)))}`)
    .join(",");
}
function read(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}
function write(key: string, value: string | null): void {
  try {
    if (value === null) localStorage.removeItem(key);
    else localStorage.setItem(key, value);
  } catch {}
}
