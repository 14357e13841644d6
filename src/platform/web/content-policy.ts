/** What a page may load, and who may frame it. `frames`: hosts whose content a reader has asked to see in this page. */
export function contentPolicy({ framedBy = "'none'", frames = [] }: { framedBy?: "'none'" | "*"; frames?: readonly string[] } = {}) {
  return {
    defaultSrc: ["'none'"],
    scriptSrc: ["'self'"],
    styleSrc: ["'self'"],
    imgSrc: ["'self'", "data:", "blob:"],
    fontSrc: ["'self'"],
    connectSrc: ["'self'"],
    workerSrc: ["'self'", "blob:"],
    manifestSrc: ["'self'"],
    formAction: ["'self'"],
    baseUri: ["'none'"],
    frameAncestors: [framedBy as string],
    ...(frames.length > 0 ? { frameSrc: frames.map((host) => `https://${host}`) } : {}),
  };
}

/** The same as a header, for the one answer that differs from the others. */
export function policyHeader(options: Parameters<typeof contentPolicy>[0]): string {
  return Object.entries(contentPolicy(options))
    .map(([name, sources]) => `${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)} ${sources.join(" ")}`)
    .join("; ");
}
