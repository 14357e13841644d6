/** Why a whole file is not read, in the words of the messages "reported.file.<code>". */
export type FileFault =
  | "empty"
  | "encoding_unknown"
  | "encoding_wrong"
  | "doctype"
  | "malformed"
  | "truncated"
  | "too_deep"
  | "too_many_attributes"
  | "too_long"
  | "activity_too_large"
  | "namespace"
  | "not_iati"
  | "version_missing"
  | "version_old"
  | "version_unknown";

export interface Refusal {
  code: FileFault;
  /** Of the file, from 1. */
  line: number;
  values: Record<string, string | number>;
}

/** Thrown while a file is read, caught by the action that reads it: a file that is refused is an expected failure. */
export class RefusedFile extends Error {
  refusal: Refusal;
  constructor(code: FileFault, line: number, values: Record<string, string | number> = {}) {
    super(`line ${line}: ${code}`);
    this.refusal = { code, line, values };
  }
}
