import { sql } from "kysely";
import { eraseStory, forgetContactsOf } from "../../register/story/erase-store.ts";
import { logStory } from "../../register/story/log.ts";
import { forgetWords } from "./log-store.ts";
import type { Part, Room } from "./room.ts";

const stories = (where: ReturnType<typeof sql>, since: ReturnType<typeof sql>): Part => ({
  source: { from: sql`story s`, key: sql`s.id`, since, where: sql`s.erased_at IS NULL AND ${where}`, hold: "story", shown: true },
  async apply(trx, { keys, by }) {
    for (const id of keys) {
      await eraseStory(trx, id);
      await logStory(trx, id, "erased", by);
    }
  },
});

/** What was told, and those who are known to the office alone. */
export const peopleRooms: Room[] = [
  { rule: "story_withdrawn", parts: [stories(sql`s.state = 'withdrawn'`, sql`s.withdrawn_at`)] },
  { rule: "story_refused", parts: [stories(sql`s.state = 'refused'`, sql`s.decided_at`)] },
  {
    rule: "story_contact",
    parts: [
      {
        source: {
          from: sql`story_contact k JOIN story s ON s.id = k.story JOIN story_collection c ON c.project = s.project`,
          key: sql`k.story`,
          since: sql`s.decided_at`,
          where: sql`s.state IN ('published', 'refused')`,
          term: sql`make_interval(months => c.contact_months)`,
          hold: "story",
          shown: true,
        },
        apply: (trx, { keys }) => forgetContactsOf(trx, keys),
      },
    ],
  },
  {
    rule: "story_picture",
    parts: [
      {
        source: {
          from: sql`story_upload u`,
          key: sql`u.sha256`,
          since: sql`u.at`,
          where: sql`NOT EXISTS (SELECT FROM story s WHERE s.picture = u.sha256)`,
        },
        async apply(trx, { keys }) {
          await sql`DELETE FROM story_upload WHERE sha256 = ANY (${keys})`.execute(trx);
          return [...keys];
        },
      },
    ],
  },
  {
    rule: "expert_left",
    parts: [
      {
        source: {
          from: sql`expert e`,
          key: sql`e.id`,
          since: sql`e.updated_at`,
          where: sql`e.status = 'archived' AND e.name ->> 'fr' IS DISTINCT FROM gone()`,
          hold: "expert",
        },
        async apply(trx, { keys, rule, by }) {
          await sql`UPDATE expert SET name = jsonb_build_object('fr', gone(), 'en', gone()), description = '{}', service = NULL, post = NULL, email = NULL, phone = NULL, notes = NULL,
            quote = NULL WHERE id = ANY (${keys})`.execute(trx);
          await sql`DELETE FROM expert_absence WHERE expert = ANY (${keys})`.execute(trx);
          await sql`DELETE FROM search_entry WHERE kind = 'expert' AND record = ANY (${keys})`.execute(trx);
          const blanks = {
            name: GONE,
            description: {},
            service: null,
            post: null,
            email: null,
            phone: null,
            notes: null,
            quote: null,
            absences: [],
          };
          await forgetWords(trx, { kind: "expert", records: keys, blanks }, { kind: "retention", id: rule }, by);
        },
      },
    ],
  },
  {
    rule: "advice",
    parts: [
      {
        source: {
          from: sql`advice a`,
          key: sql`a.id`,
          since: sql`greatest(a.answered_on::timestamptz, a.updated_at)`,
          where: sql`a.state IN ('answered', 'referred', 'closed') AND a.name ->> 'fr' IS DISTINCT FROM gone()`,
          hold: "advice",
        },
        async apply(trx, { keys, rule, by }) {
          await sql`UPDATE advice SET name = jsonb_build_object('fr', gone(), 'en', gone()), description = '{}', applicant = NULL, answer = NULL, quote = NULL WHERE id = ANY (${keys})`.execute(
            trx,
          );
          await sql`UPDATE advice_step SET note = gone() WHERE advice = ANY (${keys})`.execute(trx);
          await sql`DELETE FROM search_entry WHERE kind = 'advice' AND record = ANY (${keys})`.execute(trx);
          const blanks = { name: GONE, description: {}, applicant: null, answer: null, quote: null, steps: [] };
          await forgetWords(trx, { kind: "advice", records: keys, blanks }, { kind: "retention", id: rule }, by);
        },
      },
    ],
  },
];
const GONE = { fr: "[…]", en: "[…]" };
