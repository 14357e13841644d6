import type { FC } from "hono/jsx";
import { instant } from "../ui/format.ts";

/** An instant by the city's clocks; the machine-readable one is beside it. */
export const When: FC<{ at: Date; locale: string }> = ({ at, locale }) => <time datetime={at.toISOString()}>{instant(at, locale)}</time>;
