/**
 * What a household pays by its water bill: at most 1 % of the part of the bill that is a resource of the services (CGCT,
 * art. L1115-1-1), and what the city says that it is. Amounts in integer cents, volumes in hundredths of a cubic metre,
 * rates in thousandths of a euro for a cubic metre, parts in hundredths of a per cent.
 */
export interface Bill {
  billCents: number;
  /** How much of it goes to the services of water and sanitation; 10 000 is all of it, which can only say too much. */
  serviceShare: number;
  people: number;
}
/** What the city published: so many cents a year for a household of so many people. */
export interface Published {
  cents: number;
  people: number;
}
export interface Answer {
  billCents: number;
  serviceCents: number;
  /** The most that the law lets the services give of it, in cents rounded down. */
  ceilingCents: number;
  /** What the published figure makes for as many people, in tenths of a cent; undefined where nothing was published. */
  publishedTenths: number | undefined;
}

const LEGAL_PART = 100; // 1 %
const WHOLE = 10_000;

/** A volume and a rate: hundredths of m³ by thousandths of a euro is hundred-thousandths of a euro. */
export const billOf = (hundredths: number, thousandths: number): number => Math.round((hundredths * thousandths) / 1_000);

export function answerOf({ billCents, serviceShare, people }: Bill, published: Published | undefined): Answer {
  const serviceCents = Math.floor((billCents * serviceShare) / WHOLE);
  return {
    billCents,
    serviceCents,
    ceilingCents: Math.floor(serviceCents / LEGAL_PART),
    publishedTenths: published && Math.round((published.cents * 10 * people) / published.people),
  };
}
