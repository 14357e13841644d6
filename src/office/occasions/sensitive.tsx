import type { FC } from "hono/jsx";
import type { OfficeContext } from "../env.ts";

/** Says that a record is never to be published: its being known would put someone at risk. */
export const SensitiveBadge: FC<{ c: OfficeContext; sensitive: boolean }> = ({ c, sensitive }) =>
  sensitive ? <strong class="badge badge-stopped">{c.get("t")("occasions.office.sensitive")}</strong> : <></>;
