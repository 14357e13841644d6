/** Arrows point down only: pages → actions → rules and store → platform; register ← funding ← publishing; no circle. */
const notTests = { pathNot: "\\.test\\.tsx?$|/testing\\.tsx?$|/sample\\.ts$" };

export default {
  forbidden: [
    { name: "no-circle", severity: "error", from: {}, to: { circular: true } },
    {
      name: "platform-stands-on-nothing",
      severity: "error",
      from: { path: "^src/platform/", ...notTests },
      to: { path: "^src/(register|funding|protected|follow|privacy|publishing|proof|portal|applicant|office|ui|cli)/" },
    },
    {
      name: "register-below-funding-publishing-and-pages",
      severity: "error",
      from: { path: "^src/register/", ...notTests },
      to: { path: "^src/(funding|publishing|proof|portal|applicant|office|ui|cli|follow)/" },
    },
    {
      name: "follow-above-the-register-alone",
      severity: "error",
      from: { path: "^src/follow/", ...notTests },
      to: { path: "^src/(funding|publishing|portal|applicant|office|cli)/|^src/ui/(?!paths\\.ts$)" },
    },
    {
      name: "funding-above-the-register-alone",
      severity: "error",
      from: { path: "^src/funding/", ...notTests },
      to: { path: "^src/(publishing|proof|portal|applicant|office|ui|cli)/" },
    },
    {
      name: "protected-above-the-register-alone",
      severity: "error",
      from: { path: "^src/protected/", ...notTests },
      to: { path: "^src/(funding|publishing|portal|applicant|office|ui|cli)/" },
    },
    {
      // Beside them, the composition root, which hands it its demonstration, and retention, which calls its eraser by the clock.
      name: "protected-opened-by-its-own-pages-alone",
      severity: "error",
      from: {
        path: "^(src|islands)/",
        pathNot: `${notTests.pathNot}|^src/protected/|^src/office/protected/|^src/portal/testimonies/|^src/cli/|^src/start\\.ts$|^src/privacy/retention/rooms\\.ts$`,
      },
      to: { path: "^src/protected/" },
    },
    {
      name: "privacy-above-the-rooms-below-the-pages",
      severity: "error",
      from: { path: "^src/privacy/", ...notTests },
      to: { path: "^src/(publishing|portal|applicant|office|cli)/|^src/ui/" },
    },
    {
      name: "rooms-know-nothing-of-privacy",
      severity: "error",
      from: { path: "^src/(platform|register|funding|protected|follow|publishing)/", ...notTests },
      to: { path: "^src/privacy/" },
    },
    {
      name: "publishing-knows-no-page",
      severity: "error",
      from: { path: "^src/publishing/", ...notTests },
      to: { path: "^src/(proof|portal|applicant|office|cli)/" },
    },
    {
      name: "proof-knows-no-page",
      severity: "error",
      from: { path: "^src/proof/", ...notTests },
      to: { path: "^src/(portal|applicant|office|cli|protected|follow)/" },
    },
    {
      name: "publishing-takes-addresses-only-from-ui",
      severity: "error",
      from: { path: "^src/publishing/", ...notTests },
      to: { path: "^src/ui/", pathNot: "^src/ui/paths\\.ts$" },
    },
    {
      name: "ui-knows-no-page",
      severity: "error",
      from: { path: "^src/ui/", ...notTests },
      to: { path: "^src/(portal|applicant|office|funding|publishing|cli)/" },
    },
    { name: "portal-and-office-apart", severity: "error", from: { path: "^src/portal/" }, to: { path: "^src/(office|applicant)/" } },
    { name: "office-and-portal-apart", severity: "error", from: { path: "^src/office/" }, to: { path: "^src/(portal|applicant)/" } },
    {
      // The pages about oneself, which both doors mount.
      name: "identity-below-the-doors",
      severity: "error",
      from: { path: "^src/identity/", ...notTests },
      to: { path: "^src/(?!identity/|ui/|platform/)" },
    },
    {
      name: "identity-mounted-by-the-doors-alone",
      severity: "error",
      from: { path: "^src/", pathNot: "^src/(identity|office|applicant)/" },
      to: { path: "^src/identity/" },
    },
    { name: "applicants-apart", severity: "error", from: { path: "^src/applicant/" }, to: { path: "^src/(portal|office|publishing)/" } },
    {
      name: "islands-carry-nothing-of-the-server",
      severity: "error",
      from: { path: "^islands/" },
      to: { path: "^src/(platform|register|funding|publishing|portal|applicant|office|cli)/" },
    },
    {
      name: "rules-are-pure",
      severity: "error",
      from: { path: "/rules\\.ts$" },
      to: { path: "store\\.ts$|actions\\.ts$|^src/platform/database/|node_modules/(kysely|pg)/" },
    },
    {
      // Beside the stores: the parts of a query that the list, the map and the files share; the lock of a load; the days of a demonstration; errors told.
      name: "sql-in-stores",
      severity: "error",
      from: {
        path: "^src/(register|funding|protected|follow|privacy|publishing|proof|portal|applicant|office|ui|cli)/",
        pathNot: `${notTests.pathNot}|-testing\\.ts$|store\\.ts$|/project/filters\\.ts$|/seed/seed\\.ts$|^src/funding/demo/|/record/database-errors\\.ts$|/funding/acts\\.ts$`,
      },
      to: { path: "node_modules/(kysely|pg)/" },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "^(dist|node_modules/(?!kysely|pg))" },
    enhancedResolveOptions: { exportsFields: ["exports"], conditionNames: ["import", "node", "default"] },
  },
};
