/**
 * What the money of the city counts and does not: one list, for the page, the files and the API. `apart`: the city's
 * money or work, never added to its grants. The regional audit chamber asked for nothing else (its report on 2010-2017).
 */
export const perimeter = [
  { code: "grants", counted: "yes" },
  { code: "yearly_totals", counted: "yes" },
  { code: "recovered", counted: "apart" },
  { code: "network_dues", counted: "apart" },
  { code: "expert_work", counted: "apart" },
  { code: "reported_own", counted: "apart" },
  { code: "other_authorities", counted: "no" },
  { code: "partners_projects", counted: "no" },
  { code: "cofunders", counted: "no" },
  { code: "european_funds", counted: "no" },
  { code: "refugees", counted: "no" },
  { code: "staff", counted: "no" },
  { code: "examples", counted: "no" },
] as const;
export type PerimeterCode = (typeof perimeter)[number]["code"];
