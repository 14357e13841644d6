import type { Child, FC, PropsWithChildren } from "hono/jsx";

/** What stands where nothing was found: what that means, and where to go from here. */
export const Empty: FC<PropsWithChildren<{ title: Child }>> = ({ title, children }) => (
  <div class="empty">
    <p class="empty-title">{title}</p>
    {children}
  </div>
);
