/** A table that is there from the beginning of a restore to its end: nothing may be done with the database meanwhile. */
export const RESTORE_MARK = "public.restore_under_way";
