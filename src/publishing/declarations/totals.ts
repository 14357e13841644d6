export interface Total {
  key: string;
  currency: string;
  rows: number;
  cents: number;
}

/** Sums of rows by a key, each currency apart, in the order in which the keys come. */
export function totalsBy<R>(rows: R[], keyOf: (row: R) => string, amountOf: (row: R) => [cents: number, currency: string]): Total[] {
  const totals = new Map<string, Total>();
  for (const row of rows) {
    const [cents, currency] = amountOf(row);
    const id = `${keyOf(row)} ${currency}`;
    const total = totals.get(id) ?? { key: keyOf(row), currency, rows: 0, cents: 0 };
    total.rows++;
    total.cents += cents;
    totals.set(id, total);
  }
  return [...totals.values()];
}
