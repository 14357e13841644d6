// The total of a scoring grid as one types: what the server computes again when it saves.
const form = document.querySelector<HTMLFormElement>("form[data-grid]");
const output = form?.querySelector<HTMLOutputElement>("[data-total]");

function total(rows: Iterable<Element>): number | undefined {
  let [sum, weights] = [0, 0];
  for (const row of rows) {
    const { weight, max } = (row as HTMLElement).dataset;
    const typed = row.querySelector<HTMLInputElement>("input[type=number]")!.value;
    const score = Number(typed);
    if (typed === "" || !Number.isInteger(score) || score < 0 || score > Number(max)) return undefined;
    sum += (Number(weight) * score) / Number(max);
    weights += Number(weight);
  }
  return weights === 0 ? undefined : Math.round((sum / weights) * 10_000 + 1e-6) / 100;
}

if (form && output) {
  const format = new Intl.NumberFormat(document.documentElement.lang);
  form.addEventListener("input", () => {
    const value = total(form.querySelectorAll(".criterion"));
    output.textContent = value === undefined ? "–" : format.format(value);
  });
}

export {};
