import type { FC } from "hono/jsx";

/** A picture and the smaller ones that were made of it, each in WebP and in JPEG. In pixels. */
export interface SizedFile {
  width: number | null;
  height: number | null;
  sizes: readonly { width: number; format: string }[];
}

/**
 * A picture, as large as the reader's screen asks for. `href`: where it is; its sizes are at <href>/<width>/<format>.
 * `sizes`: how wide the page shows it, as HTML has it.
 */
export const SizedImage: FC<{
  file: SizedFile;
  href: string;
  /** Where the sizes are, when not under `href`. */
  sizesHref?: string;
  alt: string;
  sizes: string;
  class?: string;
  lazy?: boolean;
}> = ({ file, href, sizesHref = href, alt, sizes, class: name, lazy = true }) => {
  const set = (format: string) =>
    file.sizes
      .filter((one) => one.format === format)
      .map(({ width }) => `${sizesHref}/${width}/${format} ${width}w`)
      .join(", ");
  const [webp, jpeg] = [set("webp"), set("jpeg")];
  const largest = Math.max(0, ...file.sizes.map(({ width }) => width));
  const image = (
    <img
      class={name}
      src={largest > 0 ? `${sizesHref}/${largest}/jpeg` : href}
      srcset={jpeg || undefined}
      sizes={jpeg ? sizes : undefined}
      alt={alt}
      width={file.width ?? undefined}
      height={file.height ?? undefined}
      loading={lazy ? "lazy" : undefined}
      decoding="async"
    />
  );
  if (!webp) return image;
  return (
    <picture>
      <source type="image/webp" srcset={webp} sizes={sizes} />
      {image}
    </picture>
  );
};
