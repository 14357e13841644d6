// The package carries no types.
declare module "subset-font" {
  export default function subsetFont(
    font: Uint8Array,
    text: string,
    options?: { targetFormat?: "woff2" | "truetype"; keepFeatures?: readonly string[]; dropTables?: readonly string[] },
  ): Promise<Uint8Array>;
}
