import { type Field, requiredText } from "../register/record/fields.ts";

/** The key of one of the things that a page offers to choose from, under the options "reference <to>". */
export function offered(to: string, options: Parameters<typeof requiredText>[0] = { max: 60 }): Field<string> {
  return { ...requiredText(options), widget: { type: "reference", to, required: true } };
}
