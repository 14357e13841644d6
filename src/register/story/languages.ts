/** The languages that the form offers by name: those of the Union, and the ones most spoken beside them in its cities. */
export const offered = [
  ..."bg cs da de el en es et fi fr ga hr hu it lt lv mt nl pl pt ro sk sl sv".split(" "),
  ..."am ar arc bm bn ca eu fa ff hi hy ka kab ku ln lo ps rom ru so sq sr ta ti tr uk ur vi wo yi zh".split(" "),
];

/** A tag of BCP 47 in its usual form ("PT-br" is "pt-BR"); undefined for what is none. */
export function languageTag(typed: string): string | undefined {
  try {
    const [tag] = Intl.getCanonicalLocales(typed.trim());
    return tag && /^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/.test(tag) && tag.length <= 35 ? tag : undefined;
  } catch {
    return undefined;
  }
}

/** Which way a language is written. */
export function directionOf(tag: string): "ltr" | "rtl" {
  try {
    const locale = new Intl.Locale(tag) as Intl.Locale & { getTextInfo?: () => { direction?: string } };
    return locale.getTextInfo?.().direction === "rtl" ? "rtl" : "ltr";
  } catch {
    return "ltr";
  }
}

const names = new Map<string, Intl.DisplayNames>();
/** The name of a language in another; in itself where none is said. The tag where nobody has named it. */
export function languageName(tag: string, locale: string = tag): string {
  try {
    let known = names.get(locale);
    if (!known) names.set(locale, (known = new Intl.DisplayNames(locale, { type: "language" })));
    return known.of(tag) ?? tag;
  } catch {
    return tag;
  }
}
