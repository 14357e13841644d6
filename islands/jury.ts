// What each envelope would still hold with the amounts as they are typed; the database has the last word.
const form = document.querySelector<HTMLFormElement>("form[data-jury]");

/** Cents of an amount as people type it: "12 500", "12 500,50", "12500.5"; undefined when it is none. */
function centsOf(text: string): number | undefined {
  const bare = text.replace(/[\s\u00a0\u202f€]/g, "");
  if (bare === "") return 0;
  if (!/^\d+([.,]\d{1,2})?$/.test(bare)) return undefined;
  return Math.round(Number(bare.replace(",", ".")) * 100);
}

if (form) {
  const gauges = [...document.querySelectorAll<HTMLOutputElement>("[data-left]")];
  const live = form.querySelector("[data-live]");
  const update = () => {
    const words: string[] = [];
    for (const gauge of gauges) {
      const { left, cents, currency } = gauge.dataset;
      let free = Number(cents);
      for (const input of form.querySelectorAll<HTMLInputElement>(`input[data-source="${left}"]`)) {
        const line = input.closest("fieldset")!;
        const decision = line.querySelector<HTMLSelectElement>("select")!.value;
        const typed = decision === "proposed" ? centsOf(input.value) : 0;
        const saved = Number(input.dataset.saved);
        if (!line.disabled && typed !== undefined) free -= typed - saved;
      }
      const shown = new Intl.NumberFormat(document.documentElement.lang, { style: "currency", currency: currency! }).format(free / 100);
      gauge.textContent = shown;
      gauge.classList.toggle("late", free < 0);
      const name = gauge.closest("tr")?.querySelector("th")?.textContent?.trim();
      words.push(`${name} : ${shown}`);
    }
    if (live) live.textContent = words.join(" · ");
  };
  form.addEventListener("input", update);
  form.addEventListener("change", update);
}

export {};
