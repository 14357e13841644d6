// Saves a section by itself: as one pauses, on leaving a field, every twenty seconds; while there is no network, what
// is typed stays in this browser and is given back. Counts words, shows what hangs on an answer.

interface Words {
  saving: string;
  offline: string;
  failed: string;
  signedOut: string;
  unsent: string;
  restore: string;
  discard: string;
  words: string;
}
interface Answer {
  ok: boolean;
  version?: number;
  message?: string;
  outputs?: Record<string, string>;
}

const PAUSE_MS = 2_500;
const LEFT_MS = 600;
const EVERY_MS = 20_000;

const form = document.querySelector<HTMLFormElement>("form[data-draft]");
if (form) keep(form);

function keep(form: HTMLFormElement): void {
  const words: Words = JSON.parse(form.dataset.words ?? "{}");
  const key = `draft ${form.dataset.draft}`;
  const note = document.getElementById("saved-note")!;
  const version = form.elements.namedItem("version") as HTMLInputElement;
  let saved = entries();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let busy = false;
  let stopped = false;

  /** All that the form would send, as pairs. */
  function entries(): string {
    const pairs = [...new FormData(form)].filter(([name, value]) => name !== "version" && name !== "do" && typeof value === "string");
    return JSON.stringify(pairs);
  }
  const say = (text: string) => {
    if (note.textContent !== text) note.textContent = text;
  };
  const remember = (text: string) => {
    try {
      localStorage.setItem(key, JSON.stringify({ text, version: version.value, at: Date.now() }));
    } catch {
      // Full, or forbidden: the server is what counts.
    }
  };
  const forget = () => {
    try {
      localStorage.removeItem(key);
    } catch {}
  };

  async function save(): Promise<void> {
    clearTimeout(timer);
    const text = entries();
    if (text === saved || busy || stopped) return;
    remember(text);
    if (!navigator.onLine) return say(words.offline);
    busy = true;
    say(words.saving);
    try {
      const body = new FormData(form);
      body.set("do", "autosave");
      const response = await fetch(form.action, { method: "POST", body, headers: { Accept: "application/json" } });
      if (response.status === 401) {
        stopped = true;
        return say(words.signedOut);
      }
      const answer: Answer = await response.json();
      say(answer.message ?? words.failed);
      if (!answer.ok) {
        // Someone else has saved: what is typed here waits for the person, who brings both together by saving.
        stopped = response.status === 409;
        return;
      }
      version.value = String(answer.version);
      saved = text;
      if (entries() === text) forget();
      for (const [id, value] of Object.entries(answer.outputs ?? {})) {
        const output = document.getElementById(id);
        if (output) output.textContent = value;
      }
    } catch {
      say(navigator.onLine ? words.failed : words.offline);
    } finally {
      busy = false;
    }
  }

  form.addEventListener("input", (event) => {
    remember(entries());
    count(event.target);
    reveal();
    clearTimeout(timer);
    timer = setTimeout(save, PAUSE_MS);
  });
  // Not at once: a field is left by pressing a button, which must not move under the finger as the note changes.
  form.addEventListener("focusout", () => {
    clearTimeout(timer);
    timer = setTimeout(save, LEFT_MS);
  });
  window.addEventListener("online", () => void save());
  window.addEventListener("offline", () => say(words.offline));
  setInterval(save, EVERY_MS);
  // What a button of the form sends is on its way: until the answer, the copy stays here.
  form.addEventListener("submit", () => {
    stopped = true;
    remember(entries());
    sessionStorage.setItem(`sent ${key}`, entries());
  });

  function count(target: EventTarget | null): void {
    if (!(target instanceof HTMLTextAreaElement) || !target.dataset.maxWords) return;
    const output = target.parentElement?.querySelector("output");
    if (!output) return;
    const n = target.value.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word)).length;
    const most = Number(target.dataset.maxWords);
    output.textContent = words.words
      .replace(/[-−]1/, n.toLocaleString(document.documentElement.lang))
      .replace(/[-−]2/, most.toLocaleString(document.documentElement.lang));
    output.classList.toggle("problem", n > most);
  }
  /** Opens the questions whose answer has been given, and shuts the others. */
  function reveal(): void {
    const data = new FormData(form);
    for (const one of form.querySelectorAll<HTMLDetailsElement>("details[data-show-if]"))
      one.open = data.getAll(one.dataset.showIf!).includes(one.dataset.showValue!);
  }

  // What was typed here and never reached the server.
  const kept = (() => {
    try {
      return JSON.parse(localStorage.getItem(key) ?? "null") as { text: string; version: string } | null;
    } catch {
      return null;
    }
  })();
  const sent = sessionStorage.getItem(`sent ${key}`);
  sessionStorage.removeItem(`sent ${key}`);
  if (kept && (kept.text === saved || kept.text === sent)) forget();
  else if (kept) offer(kept.text);

  function offer(text: string): void {
    const box = document.createElement("div");
    box.className = "notice";
    box.setAttribute("role", "status");
    const line = document.createElement("p");
    line.textContent = words.unsent;
    const button = (label: string, act: () => void) => {
      const made = document.createElement("button");
      made.type = "button";
      made.className = "quiet small";
      made.textContent = label;
      made.addEventListener("click", () => {
        act();
        box.remove();
      });
      return made;
    };
    box.append(
      line,
      button(words.restore, () => {
        restore(JSON.parse(text));
        void save();
      }),
      " ",
      button(words.discard, forget),
    );
    form.before(box);
  }

  function restore(pairs: [string, string][]): void {
    const values = Map.groupBy(pairs, ([name]) => name);
    for (const field of form.elements) {
      if (!(field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement || field instanceof HTMLSelectElement)) continue;
      if (field.type === "hidden" || !field.name) continue;
      const own = values.get(field.name)?.map(([, value]) => value) ?? [];
      if (field instanceof HTMLInputElement && (field.type === "checkbox" || field.type === "radio"))
        field.checked = own.includes(field.value);
      else field.value = own[0] ?? "";
      count(field);
    }
    reveal();
  }
}
