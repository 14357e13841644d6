import type { FC } from "hono/jsx";
import type { PageContext } from "./page.ts";

/** The city's postal address, in the city's own language. */
export const PostalAddress: FC<{ c: PageContext }> = ({ c }) => {
  const { city } = c.get("services");
  const [own] = city.languages;
  return (
    <address lang={own === c.get("locale") ? undefined : own}>
      {city.address.map((line, i) => (
        <>
          {i > 0 && <br />}
          {line}
        </>
      ))}
    </address>
  );
};
