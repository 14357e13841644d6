/** A name as an identifier: "Évry-Courcouronnes & Cie" becomes "evry-courcouronnes-cie". "sans-nom" when nothing is left. */
export function slugOf(name: string): string {
  const slug = name
    .replace(/[œŒ]/g, "oe")
    .replace(/[æÆ]/g, "ae")
    .replace(/ß/g, "ss")
    .replace(/[øØ]/g, "o")
    .replace(/[łŁ]/g, "l")
    .replace(/[đĐ]/g, "d")
    .replace(/[ıİ]/g, "i")
    .normalize("NFKD")
    .replace(/\p{M}+/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "");
  return slug.slice(0, 80).replace(/-$/, "") || "sans-nom";
}
